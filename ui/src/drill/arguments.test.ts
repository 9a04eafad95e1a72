// Forms become arguments in the shapes the sandbox shop takes.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { ActionSpec, ParameterKind } from "../ipc/desk";
import { argumentsOf, isComplete } from "./arguments";

function spec(parameters: [string, ParameterKind, boolean?][], fixed: Record<string, string> = {}): ActionSpec {
  return {
    id: "a",
    name: "a",
    title_zh: "甲",
    title_en: "a",
    changes: true,
    fixed,
    parameters: parameters.map(([name, kind, required = true]) => ({ name, kind, required, title_zh: name, title_en: name, choices: [] })),
  };
}

describe("a form", () => {
  it("keeps what is fixed and leaves out what is empty", () => {
    const form = spec([["order_id", "order"], ["phone", "text", false]], { action: "取消" });
    expect(argumentsOf(form, { order_id: "313", phone: " " })).toEqual({ action: "取消", order_id: "313" });
  });

  it("sends numbers as numbers and lists as lists", () => {
    const form = spec([["quantity", "number"], ["amount", "money"], ["items", "items"], ["cart", "cart"]]);
    const filled = { quantity: "2", amount: "12.5", items: ["1", "2"], cart: [{ product_id: "p", quantity: 3 }] };
    expect(argumentsOf(form, filled)).toEqual({ quantity: 2, amount: 12.5, items: ["1", "2"], cart: [{ product_id: "p", quantity: 3 }] });
  });

  it("is complete only with everything required, in a shape the shop could take", () => {
    const form = spec([["order_id", "order"], ["amount", "money"]]);
    expect(isComplete(form, { order_id: "313" }), "the amount is missing").toBe(false);
    expect(isComplete(form, { order_id: "313", amount: "1.005" }), "that is no amount").toBe(false);
    expect(isComplete(form, { order_id: "313", amount: "1.05" })).toBe(true);
  });

  it("wants a new item for each item given back", () => {
    const form = spec([["new", "new_items"]]);
    expect(isComplete(form, { new: ["1", ""] }), "one is missing").toBe(false);
    expect(isComplete(form, { new: ["1", "2"] })).toBe(true);
  });
});
