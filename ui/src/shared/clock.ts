// What a clock of a ticket says right now, between two readings from Rust.
import { t } from "../i18n/i18n.svelte";
import type { ClockView, QueueRow, ReadingState } from "../ipc/desk";
import { exact, instant, moment, span } from "./time";

export type ClockTone = "plain" | "amber" | "red" | "green" | "paused";

/** A clock in words. */
export interface ClockFace {
  tone: ClockTone;
  /** The time alone: 31:20. */
  time: string;
  /** With what it means: 剩 31:20. */
  words: string;
  /** The exact instant and the reason. */
  about: string;
  /** How much of the target is used up, 0 to 1. */
  used: number;
}

/** Below this much time a promise asks for attention, in milliseconds. */
const SOON = 30 * 60_000;

/** How a ticket ended: the instant, and whether the problem was solved. */
export interface TicketEnd {
  at: number;
  solved: boolean;
}

interface Facts {
  state: ReadingState;
  due: number | null;
  /** Working time left at the last reading, for clocks that stand still. */
  left: number | null;
  target: number | null;
  /** When the clock was stopped, if it was. */
  stopped: number | null;
  /** Whether it promises a solution. */
  resolves: boolean;
  /** How its ticket ended, if it did. */
  end: TicketEnd | null;
}

/** The face of one clock of a ticket. */
export function faceOf({ clock, reading }: ClockView, now: number, end: TicketEnd | null = null): ClockFace {
  return face(
    {
      state: reading.state,
      due: instant(reading.due) ?? instant(reading.breached_at),
      left: reading.remaining_seconds === null ? null : reading.remaining_seconds * 1000,
      target: clock.target_seconds * 1000,
      stopped: instant(clock.stopped_at),
      resolves: clock.kind === "first_resolution" || clock.kind === "total_resolution",
      end,
    },
    now,
  );
}

/** The face of the next promise of a ticket in the queue; nothing when none runs. */
export function faceOfRow(row: QueueRow, now: number): ClockFace | null {
  if (!row.due_state) return null;
  return face({ state: row.due_state, due: instant(row.due), left: null, target: null, stopped: null, resolves: false, end: null }, now);
}

function face(facts: Facts, now: number): ClockFace {
  const { state, due, stopped } = facts;
  const about = due === null ? t("clock.no_due") : t("clock.due_at", { time: exact(due) });
  if (state === "met" && facts.resolves && facts.end?.solved === false) return { tone: "plain", time: "", words: t("clock.met_unsolved"), about, used: 1 };
  if (state === "met") return { tone: "green", time: "", words: t("clock.met"), about, used: 1 };
  if (facts.end && stopped === null) return ended(facts, facts.end, about);
  if (state === "paused") return paused(facts, about);
  const left = due === null ? null : due - (stopped ?? now);
  if (state === "breached" || (left !== null && left < 0)) return broken(left, stopped !== null, about);
  if (left === null || due === null) return { tone: "plain", time: "—", words: t("clock.no_due"), about, used: 0 };
  const tone = left <= SOON ? "amber" : "plain";
  return { tone, time: span(left), words: t("clock.left", { time: span(left), at: moment(due, now) }), about, used: share(facts.target, left) };
}

/** A promise that nobody kept or broke before the ticket ended: it stands as it stood then. */
function ended({ due, left, target }: Facts, end: TicketEnd, about: string): ClockFace {
  const then = due === null ? left : due - end.at;
  if (then === null || then >= 0) return { tone: "plain", time: "", words: t("clock.ended"), about, used: share(target, then) };
  return { tone: "red", time: span(then), words: t("clock.ended_late", { time: span(then) }), about, used: 1 };
}

function paused(facts: Facts, about: string): ClockFace {
  const time = facts.left === null ? "" : span(facts.left);
  return {
    tone: "paused",
    time: time || t("clock.paused"),
    words: time ? t("clock.paused_left", { time }) : t("clock.paused"),
    about,
    used: share(facts.target, facts.left),
  };
}

function broken(left: number | null, over: boolean, about: string): ClockFace {
  const time = left === null ? "" : span(left);
  const words = over ? t("clock.breached_done", { time }) : t("clock.breached", { time });
  return { tone: "red", time, words, about, used: 1 };
}

function share(target: number | null, left: number | null): number {
  if (!target || left === null) return 0;
  return Math.min(1, Math.max(0, 1 - left / target));
}

/** Since when a clock rests now, if it does. */
export function pauseOf({ clock }: ClockView, now: number): number | null {
  const pause = clock.pauses.findLast(({ from, until }) => Date.parse(from) <= now && (instant(until) ?? Infinity) > now);
  return instant(pause?.from);
}

/** The clocks worth showing: until a ticket was resolved once, both resolutions say the same. */
export function telling(clocks: ClockView[]): ClockView[] {
  const total = clocks.some(({ clock }) => clock.kind === "total_resolution");
  return clocks.filter(({ clock }) => !(total && clock.kind === "first_resolution"));
}
