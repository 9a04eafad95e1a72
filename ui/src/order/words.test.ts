// The states that both shops know, in the language of the console; what nobody knows here stays as it is.
// @vitest-environment node
import { afterEach, describe, expect, it } from "vitest";
import { language } from "../i18n/i18n.svelte";
import { orderView } from "../test/desk";
import { orderLine, shopState } from "./words";

/** What the shops write about orders, parcels and products, and the training ground about orders. */
const CHINESE = ["待付款", "待发货", "已付款", "处理中", "已发货", "运输中", "已送达", "已签收", "已退货", "已取消", "已完成", "退货申请中", "已创建", "已揽收", "派送中", "已到达", "已出库", "已上架", "已下架", "缺货"];
const ENGLISH = ["pending", "processed", "delivered", "cancelled", "return requested", "exchange requested", "pending (items modified)", "available", "unavailable"];

afterEach(() => language.choose("zh-CN", "zh-CN"));

describe("a state of a shop", () => {
  it.each([...CHINESE, ...ENGLISH])("%s speaks both languages", (state) => {
    expect(shopState(state), "Chinese").toMatch(/^[\p{Script=Han}（）]+$/u);
    language.choose("en", "en");
    expect(shopState(state), "English").toMatch(/^[A-Z][a-z ,()]+$/);
  });

  it.each(CHINESE)("%s stays the word of its shop in Chinese", (state) => {
    expect(shopState(state)).toBe(state);
  });

  it("that nobody knows stays as it is", () => {
    expect([shopState("顾客改期"), shopState("on hold"), shopState("toString"), shopState("")]).toEqual(["顾客改期", "on hold", "toString", ""]);
  });

  it("stands in the list of orders to choose from", () => {
    language.choose("en", "en");
    expect(orderLine(orderView("o-1"))).toContain(" Paid ");
  });
});
