// Drills in words.
import { language } from "../i18n/i18n.svelte";
import type { ActionSpec, Scenario } from "../ipc/desk";

/** A share as a percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** What an action is called. */
export function titleOf(spec: ActionSpec): string {
  return language.locale === "zh-CN" ? spec.title_zh : spec.title_en;
}

/** Text cut to a width, counted in Latin letters; a Han character is as wide as two. */
export function shorten(text: string, width: number): string {
  let room = width;
  const kept = [...text].filter((letter) => (room -= letter.codePointAt(0)! > 0x2e7f ? 2 : 1) >= 0);
  return kept.length < [...text].length ? `${kept.join("")}…` : text;
}

/** The title of a scenario as people write titles: without the marks it begins with, and with single spaces. */
export function cleanTitle(title: string): string {
  return title.replace(/^[\s.,;:!?。，、；：！？…·—-]+/, "").replace(/\s+/g, " ").trim() || title.trim();
}

/** The end of the order's number that a scenario is about, when it is about one. */
export function orderOf(scenario: Scenario): string | null {
  const numbers = [...scenario.actions, ...scenario.lookups].map((one) => one.arguments["order_id"]);
  const number = numbers.find((one) => typeof one === "string" && one !== "");
  return typeof number === "string" ? `…${number.slice(-4)}` : null;
}
