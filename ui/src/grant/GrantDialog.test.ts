// Asking for money: says beforehand whether it stands at once, and sends integer fen.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState } from "../ipc/desk";
import { drafts } from "../shared/drafts.svelte";
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

beforeEach(() => {
  session.state = { person: { id: "agent-a", roles: ["agent"] } } as unknown as AppState;
});

afterEach(() => {
  session.state = null;
  drafts.all.clear();
});

describe("the request", () => {
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
