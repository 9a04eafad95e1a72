// Many tickets beside each other: each keeps its name, and the one in front is in view.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, expect, it, vi } from "vitest";
import { bench } from "../console/bench.svelte";
import { fakeDesk, settle, ticketView } from "../test/desk";
import TabStrip from "./TabStrip.svelte";

afterEach(() => {
  bench.tabs = [];
});

it("brings the tab in front into view", async () => {
  const seen = vi.fn();
  vi.spyOn(Element.prototype, "scrollIntoView").mockImplementation(function (this: Element) {
    seen(this.textContent?.trim());
  });
  fakeDesk({ ticket: ({ id }: { id: string }) => ticketView(id, { number: Number(id), title: "催单" }) });
  bench.tabs = Array.from({ length: 10 }, (_, i) => ({ kind: "ticket", id: String(i) }));
  bench.front = 0;
  render(TabStrip);
  await settle();
  flushSync();
  bench.turn(9);
  flushSync();
  expect(screen.getAllByTestId("tab")).toHaveLength(10);
  expect(seen).toHaveBeenLastCalledWith("#9 催单");
});
