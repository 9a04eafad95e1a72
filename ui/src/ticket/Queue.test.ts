// The cursor belongs to a ticket, not to a place: it stays with it while the queue moves underneath.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, describe, expect, it } from "vitest";
import { bench } from "../console/bench.svelte";
import { session } from "../console/session.svelte";
import type { QueueRow } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { announce } from "../shared/changes";
import { fakeDesk, keydown, row, settle } from "../test/desk";
import Queue from "./Queue.svelte";

let counts = { mine: 3, team: 9, unclaimed: 2, resolved: 1, breached: 0 };
let rows: QueueRow[] = [];

function press(key: string): void {
  registry.press(keydown(document.body, key));
  flushSync();
}

async function show() {
  const desk = fakeDesk({ queue: () => ({ total: rows.length, counts, rows }) });
  const shown = render(Queue);
  await settle();
  flushSync();
  return { desk, shown, selected: () => shown.container.querySelector("[aria-selected=true][data-id]")?.getAttribute("data-id") };
}

beforeEach(() => {
  rows = [row("a"), row("b"), row("c")];
  bench.tabs = [];
  bench.front = -1;
  bench.glancing = false;
});

describe("the queue", () => {
  it("moves with J and K and shows each ticket in passing", async () => {
    const { selected } = await show();
    press("j");
    press("j");
    expect([selected(), bench.ticketId], "the second").toEqual(["b", "b"]);
    press("k");
    expect(selected(), "and back").toBe("a");
    expect(bench.tabs, "a glance takes the place of the one before").toHaveLength(1);
    press("Enter");
    press("j");
    expect(bench.tabs.map((tab) => tab.id), "Enter keeps it").toEqual(["a", "b"]);
  });

  it("keeps its cursor on the ticket when another one comes first", async () => {
    const { selected } = await show();
    press("j");
    press("j");
    rows = [row("new"), row("c"), row("b"), row("a")];
    announce({ type: "changed", kinds: ["ticket"], ids: ["new"] });
    await settle();
    flushSync();
    expect(selected(), "still on b").toBe("b");
    press("j");
    expect(selected(), "the next one after b is a now").toBe("a");
  });

  it("goes on from the same place when the ticket under the cursor leaves", async () => {
    const { selected } = await show();
    press("j");
    press("j");
    rows = [row("a"), row("c")];
    announce({ type: "changed", kinds: ["ticket"], ids: ["b"] });
    await settle();
    flushSync();
    press("j");
    expect(selected(), "c moved up into its place").toBe("c");
  });

  it("does not move while something is written", async () => {
    const { selected } = await show();
    press("j");
    const box = document.body.appendChild(document.createElement("textarea"));
    registry.press(keydown(box, "j"));
    flushSync();
    expect(selected(), "the letter belongs to the text").toBe("a");
  });

  it("marks what is not yet on the hub, and what was sent back", async () => {
    rows = [row("a", { pending: true }), row("b", { pending: true, stuck: true })];
    const { shown } = await show();
    expect(shown.getAllByText("未送达")).toHaveLength(1);
    expect(shown.getAllByText("被退回，等你处理")).toHaveLength(1);
  });

  it("teaches the first step when it is empty", async () => {
    rows = [];
    session.line = { ...session.line, complete: true };
    const { shown } = await show();
    expect(shown.getByText("你手上没有工单")).toBeTruthy();
  });

  it("does not call itself empty before everything has arrived", async () => {
    rows = [];
    session.line = { ...session.line, complete: false };
    const { shown } = await show();
    expect(shown.queryByText("你手上没有工单"), "nobody knows yet").toBeNull();
    expect(shown.getByText("首次同步中，已有内容可以先用")).toBeTruthy();
  });

  it("goes to its ends and by pages, and takes the keyboard along", async () => {
    rows = Array.from({ length: 40 }, (_, i) => row(`r-${i}`));
    const { selected, shown } = await show();
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    press("j");
    const list = shown.getByTestId("queue");
    expect(document.activeElement, "the button would take Enter").toBe(list);
    const after = (key: string) => {
      keydown(list, key);
      flushSync();
      return selected() ?? bench.ticketId;
    };
    expect([after("End"), bench.ticketId]).toEqual(["r-39", "r-39"]);
    expect(after("Home")).toBe("r-0");
    expect(Number(after("PageDown")?.slice(2)), "a page further").toBeGreaterThan(5);
    expect(after("PageUp")).toBe("r-0");
  });

  it("reaches the end of a queue of which only the beginning is held", async () => {
    const all = Array.from({ length: 500 }, (_, i) => row(`r-${i}`));
    fakeDesk({ queue: ({ query }: { query: { offset: number; limit: number } }) => ({ total: 500, counts, rows: all.slice(query.offset, query.offset + query.limit) }) });
    const shown = render(Queue);
    await settle();
    flushSync();
    const list = shown.getByTestId("queue");
    Object.defineProperty(list, "clientHeight", { value: 480 });
    keydown(list, "End");
    flushSync();
    list.dispatchEvent(new Event("scroll"));
    flushSync();
    await settle();
    flushSync();
    expect(bench.ticketId).toBe("r-499");
  });

  it("writes large numbers short, and whole for who looks closer", async () => {
    counts = { ...counts, team: 1143, resolved: 23_456 };
    const { shown } = await show();
    expect(shown.getByTestId("scope-team").textContent).toContain("1.1千");
    expect(shown.getByTestId("scope-team").title).toBe("1,143");
    expect(shown.getByTestId("scope-resolved").textContent).toContain("2.3万");
  });
});
