// Lists of a hundred thousand draw as few nodes as lists of thirty.
import { render } from "@testing-library/svelte";
import { createRawSnippet, flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";
import VirtualList from "./VirtualList.svelte";

const row = createRawSnippet<[number]>((index) => ({ render: () => `<div role="option" id="r-${index()}">row ${index()}</div>` }));

function list(count: number, more: Record<string, unknown> = {}) {
  const onlook = vi.fn();
  const shown = render(VirtualList, { count, height: 40, label: "list", row, onlook, idOf: (index: number) => `r-${index}`, ...more });
  return { ...shown, onlook, box: shown.getByRole("listbox") };
}

describe("a list of a hundred thousand rows", () => {
  it("has less than sixty of them in the document", () => {
    const { container } = list(100_000);
    expect(container.querySelectorAll("[role=option]").length, "only what is seen, and a little more").toBeLessThan(60);
  });

  it("says which rows it shows, so that their pages can be fetched", () => {
    const { box, onlook } = list(100_000);
    box.scrollTop = 40 * 50_000;
    box.dispatchEvent(new Event("scroll"));
    flushSync();
    const [from, to] = onlook.mock.calls.at(-1) as [number, number];
    expect(from <= 50_000 && to > 50_010, "around the middle").toBe(true);
  });

  it("tells screen readers which row is current", () => {
    const { box } = list(100, { current: 3 });
    expect(box.getAttribute("aria-activedescendant")).toBe("r-3");
  });
});

describe("an empty list", () => {
  it("draws no row", () => {
    const { container } = list(0);
    expect(container.querySelectorAll("[role=option]")).toHaveLength(0);
  });
});
