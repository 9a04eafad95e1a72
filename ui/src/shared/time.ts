// Time as people think of it: 31:20 left, tomorrow 10:00. The exact instant is always at hand beside it.
import { language, t } from "../i18n/i18n.svelte";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span as a clock would show it under an hour, in words above. Always without a sign. */
export function span(ms: number): string {
  const left = Math.floor(Math.abs(ms) / SECOND) * SECOND;
  if (left < HOUR) return `${pad(Math.floor(left / MINUTE))}:${pad(Math.floor((left % MINUTE) / SECOND))}`;
  if (left < DAY) return t("time.hours", { h: String(Math.floor(left / HOUR)), m: pad(Math.floor((left % HOUR) / MINUTE)) });
  return t("time.days", { d: String(Math.floor(left / DAY)), h: String(Math.floor((left % DAY) / HOUR)) });
}

function pad(n: number): string {
  return String(n).padStart(2, "0");
}

/** The length of a promise in words: 15 minutes, 48 hours. */
export function lasting(ms: number): string {
  if (ms < HOUR) return t("time.minutes", { n: Math.round(ms / MINUTE) });
  if (ms <= 3 * DAY && ms % HOUR === 0) return t("time.whole_hours", { n: ms / HOUR });
  return span(ms);
}

/** An instant as it is said at another: 14:02, tomorrow 10:00, 3 Nov 14:02. */
export function moment(at: number, now: number): string {
  const time = timeOfDay(at);
  const days = daysBetween(now, at);
  if (days === 0) return time;
  if (days === -1) return t("time.yesterday", { time });
  if (days === 1) return t("time.tomorrow", { time });
  if (new Date(at).getFullYear() === new Date(now).getFullYear()) {
    return `${format({ month: "short", day: "numeric" }, at)} ${time}`;
  }
  return `${format({ year: "numeric", month: "short", day: "numeric" }, at)} ${time}`;
}

/** The time of day, for entries that stand under their date. */
export function timeOfDay(at: number): string {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);
}

/** How long ago, in the largest unit that fits. */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < MINUTE) return t("time.now");
  if (past < HOUR) return t("time.minutes_ago", { n: Math.floor(past / MINUTE) });
  return moment(at, now);
}

/** The date a day's entries stand under. */
export function dayOf(at: number, now: number): string {
  const days = daysBetween(now, at);
  if (days === 0) return t("time.today");
  if (days === -1) return t("time.yesterday_day");
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  return format({ ...year, month: "long", day: "numeric", weekday: "short" }, at);
}

/** The instant to the second, with its zone. */
export function exact(at: number): string {
  return format(
    { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZoneName: "short" },
    at,
  );
}

/** Reads an instant from Rust; nothing stays nothing. */
export function instant(text: string | null | undefined): number | null {
  if (!text) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

function daysBetween(from: number, to: number): number {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions, at: number): string {
  const key = language.locale + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(language.locale, options);
    formats.set(key, made);
  }
  return made.format(at);
}
