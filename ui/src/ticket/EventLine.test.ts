// What happened on a ticket, in words: a grant says in which form and why, and words run in their own direction.
import { render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { language } from "../i18n/i18n.svelte";
import type { Entry, Grant } from "../ipc/desk";
import EntryLine from "./EntryLine.svelte";

const grant = { id: "g-1", kind: "coupon", cause: "damaged", amount: 5000 } as Grant;

function show(body: Entry["body"]): HTMLElement {
  const entry: Entry = { id: "e-1", at: "2026-03-09T01:00:00Z", author: { is: "person", id: "agent-a" }, body };
  render(EntryLine, { entry, author: "坐席甲", nameOf: (id: string) => id, pending: false, grants: [grant] });
  return screen.getByTestId("entry");
}

afterEach(() => language.choose("zh-CN", "zh-CN"));

describe("a grant in the timeline", () => {
  it("says in which form and for what", () => {
    expect(show({ type: "grant", grant_id: "g-1", step: "granted", amount: 5000, reason: "" }).textContent).toContain("优惠券 · 商品破损");
  });

  it("says so in English", () => {
    language.choose("en", "en");
    expect(show({ type: "grant", grant_id: "g-1", step: "rejected", amount: 5000, reason: "too much" }).textContent).toContain("Coupon · Damaged goods · too much");
  });

  it("that is not known here says what it can", () => {
    expect(show({ type: "grant", grant_id: "g-2", step: "granted", amount: 5000, reason: "" }).textContent).toContain("¥50.00");
  });
});

describe("words", () => {
  it("run in the direction of their script", () => {
    expect(show({ type: "message", channel: "chat", text: "مرحبا" }).querySelector(".words")?.getAttribute("dir")).toBe("auto");
  });
});
