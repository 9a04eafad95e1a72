// Addresses are found in Chinese and Latin sentences, and only those that may be opened.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { parts } from "./links";

const urls = (text: string) => parts(text).flatMap((part) => part.url ?? []);

describe("addresses in a text", () => {
  it("end where the sentence goes on", () => {
    expect(urls("我购买了一款商品：https://item.jd.com/100042754736.html，但安装麻烦")).toEqual(["https://item.jd.com/100042754736.html"]);
    expect(urls("See https://example.com/a?b=1&c=2.")).toEqual(["https://example.com/a?b=1&c=2"]);
    expect(urls("(https://example.com/x)")).toEqual(["https://example.com/x"]);
  });

  it("are only ever https", () => {
    expect(urls("javascript:alert(1) file:///etc/passwd http://example.com https://")).toEqual([]);
  });

  it("leave every character where it was", () => {
    for (const text of ["", "没有链接", "https://a.cn", "前https://a.cn/b，中https://c.cn。后"]) {
      expect(parts(text).map((part) => part.text).join(""), text).toBe(text);
    }
  });
});
