// Asking for money: says beforehand whether it stands at once, and sends integer fen.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState } from "../ipc/desk";
import { drafts } from "../shared/drafts.svelte";
import { toasts } from "../shared/toasts.svelte";
import { fakeDesk, settle, write } from "../test/desk";
import GrantDialog from "./GrantDialog.svelte";

let n = 0;

async function show() {
  const account = { id: "quota:agent-a", owner: { is: "quota", of: "agent-a" }, balance: 20_000, held: 8_000, received: 20_000 };
  const desk = fakeDesk({ budget: () => ({ team: null, quotas: [{ person: { id: "agent-a" }, account }] }), submit: () => ({ id: "g", state: "waiting", n: 1 }) });
  render(GrantDialog, { about: { customerId: `c-${++n}`, customerName: "宋敬明", orderId: null, ticketId: `t-${n}` }, onclose: () => {} });
  await settle();
  flushSync();
  const amount = screen.getByTestId("grant-amount") as HTMLInputElement;
  const type = (text: string) => {
    write(amount, text);
    flushSync();
  };
  return { desk, amount, type };
}

async function request(): Promise<string> {
  const cause = screen.getByTestId("grant-cause") as HTMLSelectElement;
  cause.value = "damaged";
  cause.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  screen.getByTestId("grant-request").click();
  await settle();
  return toasts.list.at(-1)?.text ?? "";
}

/** The line to the team's hub, as it stands. */
function line(online: boolean): void {
  session.state = { mode: "team", person: { id: "agent-a", roles: ["agent"] } } as unknown as AppState;
  session.line = { ...session.line, online };
}

beforeEach(() => {
  session.state = { person: { id: "agent-a", roles: ["agent"] } } as unknown as AppState;
});

afterEach(() => {
  session.state = null;
  drafts.all.clear();
  toasts.clear();
});

describe("the request", () => {
  it("names what is missing and leads there", async () => {
    const { desk, amount, type } = await show();
    screen.getByTestId("grant-request").click();
    await settle();
    flushSync();
    expect(document.activeElement).toBe(amount);
    expect(document.getElementById("grant-amount-about")?.textContent).toContain("还没有填");
    type("10");
    screen.getByTestId("grant-request").click();
    await settle();
    flushSync();
    expect(document.activeElement?.id).toBe("grant-cause");
    expect(document.getElementById("grant-cause-about")?.textContent).toContain("还没有选");
    expect(desk.of("submit"), "nothing was asked for").toEqual([]);
  });

  it("counts what is held against the quota", async () => {
    const { type } = await show();
    type("120");
    expect(screen.getByTestId("grant-verdict").className, "120.00 of 120.00 is inside").toContain("inside");
    type("120.01");
    expect(screen.getByTestId("grant-verdict").className, "one fen more is above").toContain("above");
  });

  it("refuses what is no exact amount before anything is sent", async () => {
    const { type, amount } = await show();
    type("1.005");
    expect(amount.getAttribute("aria-invalid")).toBe("true");
    expect(screen.queryByTestId("grant-verdict"), "no verdict on nonsense").toBeNull();
  });

  it("goes out in fen, with its cause", async () => {
    const { desk, type } = await show();
    type("12.5");
    const cause = screen.getByTestId("grant-cause") as HTMLSelectElement;
    cause.value = "damaged";
    cause.dispatchEvent(new Event("change", { bubbles: true }));
    flushSync();
    screen.getByTestId("grant-request").click();
    await settle();
    expect(desk.of("submit")[0]?.["intent"]).toMatchObject({ type: "request_grant", amount: 1250, cause: "damaged", kind: "cash" });
  });
});

describe("without a line to the hub", () => {
  it("promises nothing that only the hub can keep", async () => {
    line(false);
    const { type } = await show();
    type("50");
    expect(screen.getByTestId("grant-verdict").textContent).toBe("额度内：先记在本机，送到中枢后按当时的额度生效。");
    expect(screen.getByTestId("grant-request").textContent, "nothing is granted now").toContain("提交申请");
    expect(await request()).toBe("已记在本机，送到中枢后按当时的额度生效");
  });

  it("has sent nothing to the manager yet", async () => {
    line(false);
    const { type } = await show();
    type("900");
    expect(screen.getByTestId("grant-verdict").textContent).toContain("先记在本机，连上后送主管审批");
    expect(await request()).toBe("已记在本机，连上后送主管审批");
  });

  it("knows the answer again as soon as there is one", async () => {
    line(true);
    const { type } = await show();
    type("50");
    expect(screen.getByTestId("grant-verdict").textContent).toContain("立即生效");
    expect(await request()).toBe("赔付已生效");
  });
});
