// Amounts survive the way through the screen to the last fen.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { LARGEST_FEN, money, parseYuan } from "./money";

describe("what a person types", () => {
  it.each([
    ["12", 1200],
    ["12.5", 1250],
    ["0.07", 7],
    ["¥1,088.10", 108_810],
    ["１２.３０", 1230],
    ["50元", 5000],
    ["4.35", 435],
  ])("%s is %i fen", (typed, fen) => {
    expect(parseYuan(typed), "exactly, without a fraction on the way").toBe(fen);
  });

  it.each(["", "abc", "1.005", "1e3", "-3", "..", "999999999999"])("%s is no amount", (typed) => {
    expect(parseYuan(typed)).toBeNull();
  });
});

describe("an amount", () => {
  it("is shown with its sign, grouped, with two decimals", () => {
    expect(money(108_810)).toBe("¥1,088.10");
    expect(money(-5)).toBe("−¥0.05");
    expect(money(1999, "USD")).toBe("$19.99");
    expect(money(LARGEST_FEN)).toBe("¥10,000,000.00");
  });

  it("comes back as it was, however it is shown", () => {
    for (const fen of [0, 7, 70, 1200, 1250, 108_810]) expect(parseYuan(money(fen)), `${fen} fen`).toBe(fen);
  });
});
