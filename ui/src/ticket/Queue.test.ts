// The cursor belongs to a ticket, not to a place: it stays with it while the queue moves underneath.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, describe, expect, it } from "vitest";
import { bench } from "../console/bench.svelte";
import type { QueueRow } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { announce } from "../shared/changes";
import { fakeDesk, keydown, row, settle } from "../test/desk";
import Queue from "./Queue.svelte";

const counts = { mine: 3, team: 9, unclaimed: 2, resolved: 1, breached: 0 };
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
    const { shown } = await show();
    expect(shown.getByText("你手上没有工单")).toBeTruthy();
  });
});
