// The filter above a list: one key leads into it, Escape leads out, the arrows go to the list, and an input method is left
// alone until its words stand.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keydown, settle, write } from "../test/desk";
import { registry } from "./actions.svelte";
import FilterBox from "./FilterBox.svelte";
import { ime } from "./ime";

function show() {
  let value = $state("");
  const onstep = vi.fn();
  render(FilterBox, {
    name: "customer-filter",
    title: "customer.filter",
    count: 12_000,
    onstep,
    get value() {
      return value;
    },
    set value(to) {
      value = to;
    },
  });
  flushSync();
  return { box: screen.getByTestId("customer-filter") as HTMLInputElement, onstep, typed: () => value };
}

afterEach(() => ime.end(Number.NEGATIVE_INFINITY));

describe("the filter of a list", () => {
  it("takes what is typed", () => {
    const { box, typed } = show();
    write(box, "宋");
    expect(typed()).toBe("宋");
  });

  it("has a name, and says in little room how many fit", () => {
    const { box } = show();
    expect(box.getAttribute("aria-label")).toBe("筛选用户");
    expect(box.closest("label")?.textContent?.trim()).toBe("1.2万");
  });

  it("is reached with F and left with Escape", () => {
    const { box } = show();
    registry.press(keydown(document.body, "f"));
    expect(document.activeElement, "one writes in it").toBe(box);
    keydown(box, "Escape");
    expect(document.activeElement, "the keys belong to the list again").not.toBe(box);
  });

  it("hands the arrows to the list and leaves the cursor where it is", () => {
    const { box, onstep } = show();
    const down = keydown(box, "ArrowDown");
    keydown(box, "ArrowUp");
    keydown(box, "ArrowLeft");
    expect(onstep.mock.calls).toEqual([[1], [-1]]);
    expect(down.defaultPrevented).toBe(true);
  });
});

describe("while an input method composes, the filter", () => {
  it("waits until the words stand", async () => {
    const { box, typed } = show();
    ime.begin();
    write(box, "song");
    expect(typed(), "letters of a composition are no filter").toBe("");
    box.value = "宋";
    ime.end(0);
    box.dispatchEvent(new CompositionEvent("compositionend"));
    await settle();
    expect(typed(), "also when no input event follows the end").toBe("宋");
  });

  it("takes no key from it: arrows choose among candidates, Escape gives the composition up", () => {
    const { box, onstep } = show();
    box.focus();
    ime.begin();
    const down = keydown(box, "ArrowDown");
    keydown(box, "Escape");
    expect(onstep, "the list stays where it is").not.toHaveBeenCalled();
    expect(down.defaultPrevented).toBe(false);
    expect(document.activeElement, "one stays in the box").toBe(box);
  });
});
