// The customer's life with the shop: no row without words, and no end without saying so.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { describe, expect, it } from "vitest";
import type { Grant, Interaction } from "../ipc/desk";
import Interactions from "./Interactions.svelte";

function one(kind: string, text: string, grant: Partial<Grant> | null = null): Interaction {
  return { at: "2026-03-09T01:00:00Z", kind, text, grant: grant as Grant | null, ticket_id: null, entry_id: null, order_id: null };
}

describe("a row", () => {
  it("has words even where the record has none", () => {
    render(Interactions, { list: [one("resolved", ""), one("message", ""), one("grant", "", { amount: 5000, cause: "damaged", kind: "cash" })] });
    const texts = screen.getAllByRole("listitem").map((row) => row.querySelector("button")?.textContent);
    expect(texts[0], "a ticket that ended without a summary").not.toBe("");
    expect(texts[1]).not.toBe("");
    expect(texts[2], "money in words").toBe("¥50.00 · 商品破损");
  });
});

describe("a long life", () => {
  it("says how much of it is listed", () => {
    render(Interactions, { list: Array.from({ length: 450 }, (_, i) => one("message", `第 ${i} 句`)) });
    screen.getByRole("button", { name: "显示最近 400 条" }).click();
    flushSync();
    expect(screen.getAllByRole("listitem")).toHaveLength(400);
    expect(screen.getByTestId("interactions-cut").textContent).toBe("只列出最近 400 条，共 450 条。");
  });

  it("is listed whole where it can be", () => {
    render(Interactions, { list: Array.from({ length: 20 }, (_, i) => one("message", `第 ${i} 句`)) });
    screen.getByRole("button", { name: "显示全部 20 条" }).click();
    flushSync();
    expect(screen.getAllByRole("listitem")).toHaveLength(20);
    expect(screen.queryByTestId("interactions-cut")).toBeNull();
  });
});
