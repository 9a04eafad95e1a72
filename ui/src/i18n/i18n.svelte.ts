// The language of the console: follows the system unless the person chose one, and changes while running.
import { en } from "./en";
import type { Message, Names } from "./translation";
import { zh } from "./zh";

export type Locale = "zh-CN" | "en";
export type Key = keyof typeof zh;
/** A key whose message needs nothing filled in. */
export type PlainKey = { [K in Key]: [Names<(typeof zh)[K]>] extends [never] ? K : never }[Key];
/** What a message needs filled in. */
export type Filling<K extends Key> = [Names<(typeof zh)[K]>] extends [never]
  ? []
  : [Record<Names<(typeof zh)[K]>, string | number>];

const catalogues: Record<Locale, Record<Key, Message>> = { "zh-CN": zh, en };
const plurals: Record<Locale, Intl.PluralRules> = {
  "zh-CN": new Intl.PluralRules("zh-CN"),
  en: new Intl.PluralRules("en"),
};
const numbers: Record<Locale, Intl.NumberFormat> = {
  "zh-CN": new Intl.NumberFormat("zh-CN"),
  en: new Intl.NumberFormat("en"),
};

class Language {
  /** What is spoken now. */
  locale = $state<Locale>("zh-CN");

  /** Sets the language from the person's choice, or from the system's when there is none. */
  choose(chosen: string | null | undefined, system: string): void {
    // A system that names no language gets Chinese, which comes first here.
    const wanted = chosen || system || "zh-CN";
    this.locale = wanted.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
    if (typeof document !== "undefined") document.documentElement.lang = this.locale;
  }
}

export const language = new Language();

/** The message in the language of the moment. Numbers are grouped; give identifiers as strings. */
export function t<K extends Key>(key: K, ...filling: Filling<K>): string {
  return speak(language.locale, key, filling[0] as Record<string, string | number> | undefined);
}

/** The message in a given language. */
export function speak(locale: Locale, key: Key, filling?: Record<string, string | number>): string {
  const text = pick(locale, catalogues[locale][key], filling?.["n"]);
  if (!filling) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = filling[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? numbers[locale].format(value) : value;
  });
}

/** What a code from outside is called, such as "late_delivery" in "cause"; a code nobody knows here stands for itself. */
export function named(family: string, code: string): string {
  const key = `${family}.${code}`;
  return isKey(key) ? speak(language.locale, key) : code;
}

/** A number in little room: 9,999 as it is, above that 10万 or 100K. */
export function compact(n: number): string {
  if (n < 10_000) return String(n);
  return new Intl.NumberFormat(language.locale, { notation: "compact", maximumFractionDigits: 1 }).format(n);
}

/** A number in the least room: 999 as it is, above that 1.2千 or 1.2K. */
export function brief(n: number): string {
  if (n < 1000) return String(n);
  if (n < 10_000 && language.locale === "zh-CN") return `${Math.floor(n / 100) / 10}千`;
  return new Intl.NumberFormat(language.locale, { notation: "compact", maximumFractionDigits: 1, roundingMode: "floor" } as Intl.NumberFormatOptions).format(n);
}

/** A number with all its digits, grouped. */
export function whole(n: number): string {
  return numbers[language.locale].format(n);
}

/** Whether a text is the key of a message: for codes that come from outside. */
export function isKey(text: string): text is Key {
  return Object.hasOwn(zh, text);
}

function pick(locale: Locale, message: Message, n: string | number | undefined): string {
  if (typeof message === "string") return message;
  const form = plurals[locale].select(typeof n === "number" ? n : 0);
  return form === "one" ? message.one : message.other;
}
