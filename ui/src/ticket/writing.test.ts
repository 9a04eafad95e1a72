// Beginning a ticket: a short title that ends where a word does, and the focus where there is something left to write.
import { beforeEach, describe, expect, it } from "vitest";
import type { OrderView } from "../ipc/desk";
import { drafts } from "../shared/drafts.svelte";
import { fakeDesk, orderView } from "../test/desk";
import { beginTicket, suggestTitle } from "./writing";

function bought(title: string): OrderView {
  const view = orderView("o-1");
  return { ...view, order: { ...view.order, lines: [{ ...view.order.lines[0]!, title }] } };
}

describe("a suggested title", () => {
  it.each([
    ["80 升热水器", "咨询 · 80 升热水器"],
    ["美的（Midea）玲珑超薄双胆扁桶电热水器3300W变频速热", "咨询 · 美的（Midea）玲珑超薄双胆扁桶电热水器…"],
    ["美的电热水器六十升家用一级能效变频速热（Midea官方）", "咨询 · 美的电热水器六十升家用一级能效变频速热…"],
    ["Espresso Machine with Grinder and Frother", "咨询 · Espresso Machine with…"],
    ["电".repeat(40), `咨询 · ${"电".repeat(23)}…`],
    ["A".repeat(40), `咨询 · ${"A".repeat(23)}…`],
  ])("for %s ends where a word does", (name, title) => {
    expect(suggestTitle(bought(name), "inquiry")).toBe(title);
  });
});

describe("the focus", () => {
  beforeEach(() => {
    fakeDesk({});
    drafts.all.clear();
  });
  const focus = () => [...drafts.all.values()].at(-1)?.focus;

  it("is in the story when the order has filled the rest", async () => {
    await beginTicket({ customerId: "c-1", customerName: "宋敬明", order: orderView("o-1") });
    expect(focus()).toBe("text");
  });

  it("is in the empty title when only the customer is known, and on the customer when nobody is", async () => {
    await beginTicket({ customerId: "c-1", customerName: "宋敬明" });
    expect(focus()).toBe("title");
    await beginTicket();
    expect(focus()).toBe("customer");
  });
});
