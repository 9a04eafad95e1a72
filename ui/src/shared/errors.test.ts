// Every refusal has words: what happened, and what to do now, in both languages.
// @vitest-environment node
import { afterEach, describe, expect, it } from "vitest";
import { language } from "../i18n/i18n.svelte";
import type { Rejection } from "../ipc/desk";
import { explain, words } from "./errors";

const SAMPLES: { [Code in Rejection["code"]]: Extract<Rejection, { code: Code }> } = {
  not_allowed: { code: "not_allowed" },
  invalid: { code: "invalid", field: "title", why: "it is empty" },
  unknown: { code: "unknown", kind: "ticket", id: "t-1" },
  duplicate: { code: "duplicate", id: "t-1" },
  already_claimed: { code: "already_claimed", ticket_id: "t-1", by: "agent-b" },
  thread_moved: { code: "thread_moved", ticket_id: "t-1" },
  ticket_resolved: { code: "ticket_resolved", ticket_id: "t-1" },
  only_up: { code: "only_up", line: 3 },
  wrong_line: { code: "wrong_line", line: 3 },
  budget_short: { code: "budget_short", available: 12_00, wanted: 500_00 },
  already_decided: { code: "already_decided", grant_id: "g-1" },
  own_request: { code: "own_request" },
  grant_differs: { code: "grant_differs", amount: 260_00 },
  money_paused: { code: "money_paused", why: "a standby is not waited for" },
};

afterEach(() => language.choose("zh-CN", "zh-CN"));

describe.each(["zh-CN", "en"])("in %s", (locale) => {
  it.each(Object.values(SAMPLES))("$code is explained", (rejection) => {
    language.choose(locale, locale);
    const { what, next } = explain(rejection, () => "坐席乙");
    for (const text of [what, next]) {
      expect(text.length, "there are words").toBeGreaterThan(3);
      expect(text, "every parameter is filled in").not.toMatch(/[{}]|undefined|reject\./);
    }
  });

  it("speaks of an unknown failure without blame", () => {
    language.choose(locale, locale);
    expect(words(new Error("ECONNRESET at 0x7f")), "no internals").not.toMatch(/ECONN|0x/);
  });
});

describe("the facts of a refusal", () => {
  it("appear in its words", () => {
    expect(explain(SAMPLES.already_claimed, () => "坐席乙").what).toContain("坐席乙");
    expect(explain(SAMPLES.budget_short).what).toContain("¥12.00");
    expect(explain(SAMPLES.grant_differs).what).toContain("¥260.00");
    expect(explain(SAMPLES.invalid).what).toBe("“标题”不合要求：不能为空。");
    expect(words({ code: "rejected", message: "the ticket is resolved", rejection: SAMPLES.ticket_resolved })).toBe("工单已经解决。 先重新打开工单，再重发。");
  });
});
