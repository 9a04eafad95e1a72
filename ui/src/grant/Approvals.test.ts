// Approvals by keyboard: the amount on screen is the amount approved, a rejection has its reason, nobody decides for themselves.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState, Grant, GrantRow } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { fakeDesk, keydown, settle, write } from "../test/desk";
import Approvals from "./Approvals.svelte";

function grant(id: string, amount: number, by = "agent-a"): GrantRow {
  const one: Grant = {
    id,
    customer_id: "c-1",
    order_id: null,
    ticket_id: null,
    kind: "cash",
    amount,
    cause: "late_delivery",
    note: "晚了三天",
    state: "waiting",
    requested_by: by,
    team: "service",
    requested_at: "2026-03-09T02:00:00Z",
    hold: "h",
    decided_by: null,
    decided_at: null,
    reason: "",
  };
  return { grant: one, customer_name: "宋敬明", requester_name: "坐席甲", decider_name: "", pending: false, stuck: false };
}

const budget = { id: "team:service", owner: { is: "team", of: "service" }, balance: 1_910_000, held: 56_000, received: 2_000_000 };

async function show(rows: GrantRow[]) {
  const desk = fakeDesk({
    grants: () => rows,
    grant: ({ id }: { id: string }) => ({ row: rows.find((row) => row.grant.id === id), ticket: null, budget, quota: null, history: [] }),
    submit: () => ({ id: "x", state: "waiting", n: 1 }),
  });
  const shown = render(Approvals);
  await arrive();
  return { desk, shown, intents: () => desk.of("submit").map((args) => args["intent"]) };
}

async function arrive(): Promise<void> {
  await settle();
  flushSync();
  await settle();
  flushSync();
}

async function press(key: string, target: EventTarget = document.body, init: KeyboardEventInit = {}): Promise<void> {
  registry.press(keydown(target, key, init));
  await arrive();
}

beforeEach(() => {
  session.state = { person: { id: "manager", roles: ["manager"] } } as unknown as AppState;
});

afterEach(() => {
  vi.useRealTimers();
  session.state = null;
});

describe("a request that fills the screen", () => {
  it("shows how much, why, and the budget after", async () => {
    const { shown } = await show([grant("g-1", 26_000)]);
    expect(shown.getByTestId("grant-view-amount").textContent).toBe("¥260.00");
    expect(shown.getByTestId("budget-after").textContent).toContain("¥19,100.00 → 批准后 ¥18,840.00");
  });

  it("is approved with A over the amount on screen, and the next one comes", async () => {
    const { shown, intents } = await show([grant("g-1", 26_000), grant("g-2", 30_000)]);
    await press("a");
    expect(intents()).toEqual([{ type: "approve_grant", grant_id: "g-1", amount: 26_000 }]);
    expect(shown.getByTestId("approval").dataset["id"], "the next one").toBe("g-2");
  });

  it("is approved once, however often A is pressed", async () => {
    const { intents } = await show([grant("g-1", 26_000), grant("g-2", 30_000)]);
    registry.press(keydown(document.body, "a"));
    registry.press(keydown(document.body, "a"));
    await arrive();
    expect(intents(), "the second stroke meant the first request, not the next").toHaveLength(1);
  });

  it("is looked at before it is decided: a second A does not decide the next one unseen", async () => {
    vi.useFakeTimers();
    const { shown, intents } = await show([grant("g-1", 26_000), grant("g-2", 30_000)]);
    await press("a");
    expect(shown.getByTestId("approval").dataset["id"], "the next one is here").toBe("g-2");
    expect((shown.getByTestId("grant-approve") as HTMLButtonElement).disabled, "and shows that it has only just come").toBe(true);
    await press("a");
    await press("x");
    expect(intents(), "nobody has seen it yet").toHaveLength(1);
    expect(shown.queryByTestId("reject-reason")).toBeNull();
    vi.advanceTimersByTime(600);
    await arrive();
    expect((shown.getByTestId("grant-approve") as HTMLButtonElement).disabled).toBe(false);
    await press("a");
    expect(intents()[1]).toEqual({ type: "approve_grant", grant_id: "g-2", amount: 30_000 });
  });

  it("is rejected with X, and only with a reason", async () => {
    const { shown, intents } = await show([grant("g-1", 26_000)]);
    await press("x");
    const box = shown.getByTestId("reject-reason") as HTMLTextAreaElement;
    expect(document.activeElement, "the reason is written at once").toBe(box);
    keydown(box, "Enter", { ctrlKey: true });
    await arrive();
    expect(intents(), "not without a reason").toEqual([]);
    write(box, "按运费标准");
    keydown(box, "Enter", { ctrlKey: true });
    await arrive();
    expect(intents()).toEqual([{ type: "reject_grant", grant_id: "g-1", reason: "按运费标准" }]);
    expect(shown.getByTestId("empty"), "nothing left to decide").toBeTruthy();
  });

  it("cannot be decided by the one who asked", async () => {
    const { shown, intents } = await show([grant("g-1", 26_000, "manager")]);
    await press("a");
    expect(intents(), "nobody decides on their own request").toEqual([]);
    expect((shown.getByTestId("grant-approve") as HTMLButtonElement).disabled).toBe(true);
    expect(shown.getByText("自己的申请不能由自己决定")).toBeTruthy();
  });

  it("does not take a letter of the reason for a command", async () => {
    const { shown, intents } = await show([grant("g-1", 26_000)]);
    await press("x");
    await press("a", shown.getByTestId("reject-reason"));
    expect(intents(), "an a in the reason approves nothing").toEqual([]);
  });
});
