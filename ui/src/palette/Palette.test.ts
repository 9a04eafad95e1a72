// The palette: actions by either language's name, finds with their kind, and the reason when something cannot be done.
import Users from "@lucide/svelte/icons/users";
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Action } from "../shared/actions.svelte";
import { nav } from "../console/nav.svelte";
import { ime } from "../shared/ime";
import { fakeDesk, keydown, settle, write } from "../test/desk";
import Palette from "./Palette.svelte";
import { palette } from "./palette.svelte";
import { rank } from "./rank";

const claim = vi.fn();
const ACTIONS: Action[] = [
  { id: "claim", title: "ticket.claim", keys: ["c"], group: "ticket", unless: () => "why.claimed", run: claim },
  { id: "go-customers", title: "go.customers", keys: ["g c"], group: "go", icon: Users, run: () => {} },
  { id: "next", title: "queue.next", keys: ["j"], group: "list", quiet: true, run: () => {} },
];

async function show(text = "") {
  const desk = fakeDesk({
    search: () => [
      { kind: "order", id: "313021098954", title: "313021098954", snippet: "电热水器 已付款", marks: [[1, 3]], partial: false, entry_id: null },
      { kind: "customer", id: "c1", title: "宋敬明", snippet: "155****4614", marks: [[0, 11]], partial: true, entry_id: null },
      { kind: "outbox", id: "7", title: "物流不动", snippet: "卡在分拨中心", marks: [], partial: false, entry_id: null },
    ],
  });
  palette.show(text);
  render(Palette, { actions: ACTIONS });
  await settle();
  flushSync();
  return { desk, input: screen.getByTestId("palette-input") as HTMLInputElement };
}

beforeEach(() => claim.mockClear());

describe("the palette", () => {
  it("explains why an action is not available, and does not do it", async () => {
    const { input } = await show();
    expect(screen.getByTestId("action-claim").textContent).toContain("已有人负责，可以转派");
    keydown(input, "Enter");
    await settle();
    expect(claim, "it cannot be done now").not.toHaveBeenCalled();
    expect(palette.open, "and the palette stays").toBe(true);
  });

  it("draws the icon of an action that has one, and none for the others", async () => {
    await show();
    expect(screen.getByTestId("action-go-customers").querySelectorAll("svg")).toHaveLength(1);
    expect(screen.getByTestId("action-claim").querySelectorAll("svg"), "the same sign on every row says nothing").toHaveLength(0);
  });

  it("finds what the desk holds and marks where", async () => {
    const { input } = await show();
    write(input, "热水");
    flushSync();
    await settle();
    flushSync();
    expect(screen.getByTestId("hit-order").querySelector("mark")?.textContent).toBe("热水");
    expect(screen.getByTestId("hit-order").textContent).toContain("订单");
  });

  it("puts what is called just so before everything that was found", async () => {
    const { input } = await show();
    write(input, "去用户");
    flushSync();
    await settle();
    flushSync();
    const first = document.querySelector("#palette-list [role=option]");
    expect(first?.getAttribute("data-testid")).toBe("action-go-customers");
  });

  it("says of a masked number that it may be another person's", async () => {
    const { input } = await show();
    write(input, "15599994614");
    flushSync();
    await settle();
    flushSync();
    expect(screen.getByTestId("hit-customer").textContent).toContain("尾号相符，号码未核对");
    expect(screen.getByTestId("hit-order").textContent, "nothing is said where nothing is hidden").not.toContain("未核对");
  });

  it("opens the outbox for words that were sent back", async () => {
    const { input } = await show();
    write(input, "分拨");
    flushSync();
    await settle();
    flushSync();
    screen.getByTestId("hit-outbox").click();
    expect(nav.place.view).toBe("outbox");
    expect(palette.open).toBe(false);
  });

  it("looks nothing up while an input method composes, and takes no key from it", async () => {
    const { desk, input } = await show();
    ime.begin();
    write(input, "re");
    flushSync();
    keydown(input, "Enter");
    await settle();
    ime.end(0);
    expect(palette.text, "nor taken for what was typed").toBe("");
    expect(desk.of("search"), "provisional text is not looked up").toHaveLength(0);
  });
});

describe("ranking", () => {
  it("knows the names in both languages", () => {
    expect(rank(ACTIONS, "cust")[0]?.id, "English while Chinese is spoken").toBe("go-customers");
    expect(rank(ACTIONS, "用户")[0]?.id).toBe("go-customers");
    expect(rank(ACTIONS, "没有这个"), "nothing fits").toEqual([]);
  });
});
