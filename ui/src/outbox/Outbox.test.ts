// The outbox by keyboard, and what it says: the truth about the line, what each row is about, and what can be done.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bench } from "../console/bench.svelte";
import { nav } from "../console/nav.svelte";
import { session } from "../console/session.svelte";
import type { OutboxRow } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { appState, fakeDesk, keydown, settle, write, type FakeDesk } from "../test/desk";
import { discarding } from "./discarding.svelte";
import Outbox from "./Outbox.svelte";

const LINE = session.line;

function row(n: number, more: Partial<OutboxRow> = {}): OutboxRow {
  return { id: `c-${n}`, n, kind: "reply", state: "waiting", reason: null, subject_kind: "ticket", subject_id: `t-${n}`, title: `工单 ${n}`, text: `第 ${n} 句`, made_at: "2026-03-09T02:00:00Z", ...more };
}

function refused(n: number, more: Partial<OutboxRow> = {}): OutboxRow {
  return row(n, { state: "stuck", reason: { code: "ticket_resolved", ticket_id: `t-${n}` }, ...more });
}

async function show(rows: OutboxRow[], online = true): Promise<FakeDesk> {
  session.line = { ...LINE, online, waiting: rows.length, complete: true };
  const grant = { id: "g-1", kind: "coupon", cause: "damaged", amount: 90_000 };
  const desk = fakeDesk({ outbox: () => rows, grant: () => ({ row: { grant } }) });
  render(Outbox);
  await arrive();
  return desk;
}

async function arrive(): Promise<void> {
  await settle();
  flushSync();
  await settle();
  flushSync();
}

async function press(key: string): Promise<void> {
  registry.press(keydown(document.activeElement ?? document.body, key));
  await arrive();
}

const chosen = () => screen.getAllByTestId("outbox-row").find((one) => one.getAttribute("aria-current") === "true")?.dataset["n"];

beforeEach(() => {
  session.state = appState({ mode: "team" });
});

afterEach(() => {
  session.state = null;
  session.line = LINE;
  bench.tabs = [];
  nav.reset();
});

describe("the line above the list", () => {
  const said = () => screen.queryByTestId("outbox-state")?.textContent ?? "";

  it("says that things go out only when some wait", async () => {
    await show([row(1)]);
    expect(said()).toBe("在线，正在按顺序送出");
  });

  it("says of refused work that it does not go out by itself", async () => {
    await show([refused(1)]);
    expect(said()).toBe("被退回的不会自己再送出，等你处理");
  });

  it("says nothing when there is nothing", async () => {
    await show([]);
    expect(said()).toBe("");
  });

  it("says that the line is down", async () => {
    await show([row(1)], false);
    expect(said()).toContain("离线");
  });
});

describe("a row", () => {
  it("opens what it is about, and looks like it", async () => {
    await show([row(1), row(2, { kind: "allot_quota", subject_kind: "person", subject_id: "agent-b", title: "坐席乙", text: "" })]);
    const [first, second] = screen.getAllByTestId("outbox-row");
    expect(first?.querySelector("button.link")?.textContent).toBe("工单 1");
    expect(second?.querySelector("button.link"), "nothing opens from here").toBeNull();
    expect(second?.textContent).toContain("坐席乙");
  });

  it("of a compensation says how much and what for", async () => {
    await show([row(1, { kind: "request_grant", subject_kind: "grant", subject_id: "g-1", title: "黄琼华", text: "" })]);
    expect(screen.getByTestId("outbox-grant").textContent).toBe("¥900.00 · 优惠券 · 商品破损");
  });
});

describe("by keyboard", () => {
  it("J and K move, Enter opens", async () => {
    await show([refused(1), row(2), row(3)]);
    await press("j");
    expect(chosen(), "the first one").toBe("1");
    await press("j");
    await press("j");
    await press("j");
    expect(chosen(), "the last one stays").toBe("3");
    await press("k");
    expect(chosen()).toBe("2");
    await press("Enter");
    expect([nav.place.view, bench.ticketId]).toEqual(["workbench", "t-2"]);
  });

  it("sends refused work again", async () => {
    const desk = await show([refused(1), row(2)]);
    await press("j");
    await press("r");
    expect(desk.of("outbox_resend")).toEqual([{ n: 1, text: null }]);
    await press("j");
    await press("r");
    expect(desk.of("outbox_resend"), "what waits goes out by itself").toHaveLength(1);
  });

  it("edits refused words, with the cursor in them", async () => {
    const desk = await show([refused(1)]);
    await press("j");
    await press("e");
    const box = screen.getByTestId<HTMLTextAreaElement>("stuck-edit");
    expect([document.activeElement, box.value]).toEqual([box, "第 1 句"]);
    write(box, "改过的");
    keydown(box, "Enter", { ctrlKey: true });
    await arrive();
    expect(desk.of("outbox_resend")).toEqual([{ n: 1, text: "改过的" }]);
  });

  it("discards refused work, with a way back", async () => {
    await show([refused(7)]);
    await press("j");
    await press("x");
    expect(discarding.has(7)).toBe(true);
  });

  it("says what can be done and why not, in the help and the palette", async () => {
    await show([refused(1, { text: "" }), row(2)]);
    const named = (id: string) => registry.actions.find((action) => action.id === id);
    expect(["outbox-next", "outbox-open", "outbox-resend", "outbox-edit", "outbox-discard"].map((id) => named(id)?.keys?.length), "each has a key").toEqual([1, 1, 1, 1, 1]);
    expect(named("outbox-resend")?.unless?.()).toBe("why.no_row");
    await press("j");
    expect([named("outbox-resend")?.unless?.(), named("outbox-edit")?.unless?.()]).toEqual([null, "why.no_text"]);
    await press("j");
    expect(named("outbox-discard")?.unless?.()).toBe("why.not_refused");
  });
});
