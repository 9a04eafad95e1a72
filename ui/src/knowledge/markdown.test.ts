// Articles are read as data; what looks like markup stays text.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { blocks, pieces } from "./markdown";

describe("an article", () => {
  it("is read into headings, items and paragraphs", () => {
    const read = blocks("## 基本信息\n你是客服。\n请礼貌。\n\n- 回复要求：\n  - 尊称买家为**小主**\n1. 第一步");
    expect(read.map((one) => one.type), "each line its kind").toEqual(["heading", "paragraph", "item", "item", "item"]);
    expect(read[1], "two lines are one paragraph").toMatchObject({ pieces: [{ text: "你是客服。" }, { text: "\n" }, { text: "请礼貌。" }] });
    expect(read[3], "an inner item knows its depth").toMatchObject({ depth: 1, pieces: [{ text: "尊称买家为" }, { text: "小主", look: "bold" }] });
    expect(read[4], "a numbered item keeps its number").toMatchObject({ mark: "1." });
  });

  it("keeps tags as the text they are", () => {
    const read = blocks("<img src=x onerror=alert(1)>");
    expect(read[0], "a tag is text").toMatchObject({ type: "paragraph", pieces: [{ text: "<img src=x onerror=alert(1)>", look: "plain" }] });
  });

  it("keeps code as it stands, even when it never ends", () => {
    expect(blocks("```\n**a**\n  b"), "an open fence runs to the end").toEqual([{ type: "code", text: "**a**\n  b" }]);
  });
});

describe("a line", () => {
  it("is cut into bold, code and the rest without losing a character", () => {
    const cut = pieces("先**确认**，再`取消`订单 * 5");
    expect(cut.map((piece) => piece.text).join(""), "every character is there").toBe("先确认，再取消订单 * 5");
    expect(cut.map((piece) => piece.look), "each with its look").toEqual(["plain", "bold", "plain", "code", "plain"]);
  });
});
