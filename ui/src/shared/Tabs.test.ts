// The parts of a view by keyboard: one stop for the tabulator, arrows round and round.
import { render, screen } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { keydown } from "../test/desk";
import Tabs from "./Tabs.svelte";

const TABS = [
  { id: "scenarios", label: "Scenarios", count: 40 },
  { id: "runs", label: "Runs" },
];

function show(current: string) {
  const onchoose = vi.fn();
  render(Tabs, { label: "Training", tabs: TABS, current, onchoose });
  return { onchoose, tab: (id: string) => screen.getByTestId(`tab-${id}`) };
}

describe("tabs", () => {
  it("are one stop for the tabulator: the one in front", () => {
    const { tab } = show("runs");
    expect([tab("scenarios").tabIndex, tab("runs").tabIndex]).toEqual([-1, 0]);
    expect(tab("runs").getAttribute("aria-selected")).toBe("true");
  });

  it("are turned with the arrows, round and round, and take the focus along", () => {
    const { onchoose, tab } = show("runs");
    keydown(tab("runs"), "ArrowRight");
    expect(onchoose).toHaveBeenLastCalledWith("scenarios");
    expect(document.activeElement).toBe(tab("scenarios"));
    keydown(tab("runs"), "ArrowLeft");
    keydown(tab("runs"), "ArrowDown");
    expect(onchoose, "up and down are for lists").toHaveBeenCalledTimes(2);
  });
});
