// Choosing from a list: the mouse, the arrows, J and K all lead to the same row, and an empty list says why it is empty.
import { render, screen } from "@testing-library/svelte";
import { createRawSnippet, flushSync } from "svelte";
import { describe, expect, it, vi } from "vitest";
import { DeskError } from "../ipc/desk";
import { keydown } from "../test/desk";
import { registry } from "./actions.svelte";
import PickList from "./PickList.svelte";

interface Fruit {
  id: string;
}

const FRUITS: Fruit[] = [{ id: "apple" }, { id: "pear" }, { id: "plum" }];
const row = createRawSnippet<[Fruit]>((one) => ({ render: () => `<span class="line">${one().id}</span>` }));
const empty = createRawSnippet(() => ({ render: () => "<p>no fruit</p>" }));

function show(at: number, { fruits = FRUITS, ready = true, error = null as unknown } = {}) {
  const [onpick, onopen, refresh] = [vi.fn(), vi.fn(), vi.fn(async () => {})];
  const props = {
    name: "fruit",
    label: "Fruit",
    source: { ready, error, refresh },
    count: fruits.length,
    rowAt: (index: number) => fruits[index],
    at,
    idOf: (one: Fruit) => `fruit-${one.id}`,
    dataOf: (one: Fruit) => ({ "data-id": one.id }),
    onpick,
    onopen,
    row,
    empty,
  };
  const shown = render(PickList<Fruit>, props);
  flushSync();
  return { ...shown, refresh, onopen, picked: () => onpick.mock.calls.map(([one]) => (one as Fruit).id) };
}

function press(key: string): void {
  registry.press(keydown(document.body, key));
}

describe("a list to choose from", () => {
  it("chooses the first row when nothing is chosen yet, whichever way one moves", () => {
    const { picked } = show(-1);
    press("j");
    press("k");
    expect(picked()).toEqual(["apple", "apple"]);
  });

  it("moves with J and K, and with the arrows while it has the focus", () => {
    const { picked } = show(1);
    press("j");
    press("k");
    const [down, up] = ["ArrowDown", "ArrowUp"].map((key) => keydown(screen.getByTestId("fruit-list"), key));
    expect(picked()).toEqual(["plum", "apple", "plum", "apple"]);
    expect([down?.defaultPrevented, up?.defaultPrevented], "the list does not scroll as well").toEqual([true, true]);
  });

  it("stays at its ends", () => {
    const last = show(2);
    press("j");
    expect(last.picked(), "after the last comes the last").toEqual(["plum"]);
    last.unmount();
    const first = show(0);
    press("k");
    expect(first.picked(), "before the first comes the first").toEqual(["apple"]);
  });

  it("goes to its ends and by pages", () => {
    const { picked } = show(1);
    const list = screen.getByTestId("fruit-list");
    const keys = ["End", "Home", "PageDown", "PageUp"].map((key) => keydown(list, key).defaultPrevented);
    expect(picked()).toEqual(["plum", "apple", "plum", "apple"]);
    expect(keys, "the list does not scroll as well").toEqual([true, true, true, true]);
  });

  it("takes the keyboard along with J and K, so that Enter is about the row", () => {
    show(1);
    const button = document.body.appendChild(document.createElement("button"));
    button.focus();
    press("j");
    expect(document.activeElement).toBe(screen.getByTestId("fruit-list"));
  });

  it("leaves the keyboard with the list when a row is clicked", () => {
    show(1);
    expect(screen.getAllByTestId("fruit-row")[0]?.hasAttribute("tabindex"), "a row that scrolls away would take it along").toBe(false);
  });

  it("chooses what is clicked and opens what is clicked twice", () => {
    const { picked, onopen } = show(-1);
    const pear = screen.getAllByTestId("fruit-row")[1]!;
    pear.click();
    pear.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    expect(picked()).toEqual(["pear"]);
    expect(onopen).toHaveBeenCalledExactlyOnceWith(FRUITS[1]);
  });

  it("tells which row is chosen, what it is about, and where it stands among all", () => {
    show(1);
    const pear = screen.getAllByTestId("fruit-row")[1]!;
    expect([pear.id, pear.dataset["id"]]).toEqual(["fruit-pear", "pear"]);
    expect([pear.getAttribute("aria-selected"), pear.getAttribute("aria-posinset"), pear.getAttribute("aria-setsize")]).toEqual(["true", "2", "3"]);
    expect(screen.getByTestId("fruit-list").getAttribute("aria-activedescendant"), "the list points at it").toBe("fruit-pear");
  });
});

describe("a list without rows", () => {
  it("says so once it is known", () => {
    show(-1, { fruits: [] });
    expect(screen.getByText("no fruit")).toBeTruthy();
  });

  it("claims nothing while the rows are on their way", () => {
    show(-1, { fruits: [], ready: false });
    expect(screen.queryByText("no fruit"), "nobody knows yet").toBeNull();
  });

  it("says what went wrong and tries again when asked", () => {
    const { refresh } = show(-1, { fruits: [], ready: false, error: new DeskError("busy", "busy") });
    screen.getByTestId("trouble").querySelector("button")?.click();
    expect(refresh).toHaveBeenCalledOnce();
  });

  it("keeps the rows it has when reading again fails", () => {
    show(-1, { error: new DeskError("busy", "busy") });
    expect(screen.queryByTestId("trouble")).toBeNull();
    expect(screen.getAllByTestId("fruit-row")).toHaveLength(3);
  });
});
