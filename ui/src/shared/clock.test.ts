// What a clock says: time left, time over, standing still, done.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import type { ClockView, QueueRow, ReadingState } from "../ipc/desk";
import { faceOf, faceOfRow, pauseOf, telling } from "./clock";
import { lasting, span } from "./time";

const NOW = Date.parse("2026-03-09T02:00:00Z");
const MINUTE = 60_000;

function view(state: ReadingState, due: number | null, more: { left?: number; stopped?: number; kind?: "first_resolution" | "total_resolution" } = {}): ClockView {
  const at = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());
  const kind = more.kind ?? "total_resolution";
  return {
    clock: {
      kind,
      policy_id: "standing.complaint",
      policy_version: 1,
      calendar: { time_zone: "Asia/Shanghai", weekly: "24x7", holidays: [], overrides: {} },
      target_seconds: 48 * 3600,
      pauses_on: ["waiting_customer"],
      reminders: [],
      started_at: new Date(NOW - 3600_000).toISOString(),
      stopped_at: at(more.stopped),
      pauses: [],
      recorded_breach: null,
    },
    reading: { kind, state, due: at(due), remaining_seconds: more.left ?? null, elapsed_seconds: 3600, breached_at: state === "breached" ? at(due) : null },
  };
}

describe("a running clock", () => {
  it("says what is left, and turns amber in the last half hour", () => {
    expect(faceOf(view("running", NOW + 31 * MINUTE + 20_000), NOW)).toMatchObject({ time: "31:20", tone: "plain" });
    expect(faceOf(view("running", NOW + 29 * MINUTE), NOW)).toMatchObject({ time: "29:00", tone: "amber" });
  });

  it("turns red between two readings when its deadline passes, not one instant earlier", () => {
    expect(faceOf(view("running", NOW), NOW).tone, "at the deadline the promise can still be kept").toBe("amber");
    expect(faceOf(view("running", NOW - 65_000), NOW)).toMatchObject({ time: "01:05", tone: "red" });
  });

  it("uses up its bar", () => {
    expect(faceOf(view("running", NOW + 12 * 60 * MINUTE), NOW).used, "36 of 48 hours").toBeCloseTo(0.75);
  });
});

describe("a clock that stands still", () => {
  it("says so, with what will be left", () => {
    expect(faceOf(view("paused", null, { left: 5 * 3600 }), NOW)).toMatchObject({ tone: "paused", time: "5时00分" });
  });
});

describe("a clock that is over", () => {
  it("was met", () => {
    expect(faceOf(view("met", NOW + MINUTE, { stopped: NOW }), NOW)).toMatchObject({ tone: "green", words: "已达成" });
  });

  it("was broken by so much, and stays so", () => {
    const late = view("breached", NOW - 60 * MINUTE, { stopped: NOW - 50 * MINUTE });
    expect(faceOf(late, NOW).words).toBe("超时 10:00 后完成");
    expect(faceOf(late, NOW + 999 * MINUTE).words, "time goes on, this does not").toBe("超时 10:00 后完成");
  });
});

describe("a clock of a ticket that has ended", () => {
  const ended = { at: NOW - 5 * MINUTE, solved: true };

  it("counts no further, however long one looks", () => {
    const running = view("running", NOW + 14 * MINUTE);
    expect(faceOf(running, NOW, ended)).toMatchObject({ tone: "plain", words: "随工单结束，未到期" });
    expect(faceOf(running, NOW + 60 * MINUTE, ended).words, "what was in time stays so").toBe("随工单结束，未到期");
    expect(faceOf(view("paused", null, { left: 60_000 }), NOW, ended).words).toBe("随工单结束，未到期");
  });

  it("was already broken when the ticket ended", () => {
    const late = view("breached", NOW - 15 * MINUTE);
    expect(faceOf(late, NOW + 999 * MINUTE, ended)).toMatchObject({ tone: "red", words: "工单结束时已超 10:00" });
  });

  it("was kept in time, which is no success while the problem remains", () => {
    const met = view("met", NOW, { stopped: NOW - MINUTE });
    expect(faceOf(met, NOW, { ...ended, solved: false })).toMatchObject({ tone: "plain", words: "按时结束，没有解决" });
    expect(faceOf(met, NOW, ended)).toMatchObject({ tone: "green", words: "已达成" });
    const reply = { ...met, clock: { ...met.clock, kind: "first_response" as const } };
    expect(faceOf(reply, NOW, { ...ended, solved: false }), "the reply came in time all the same").toMatchObject({ tone: "green" });
  });
});

describe("a pause", () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const paused = (from: number, until: number | null): ClockView => {
    const one = view("paused", null, { left: 3600 });
    return { ...one, clock: { ...one.clock, pauses: [{ from: at(NOW - 90 * MINUTE), until: at(NOW - 80 * MINUTE) }, { from: at(from), until: until === null ? null : at(until) }] } };
  };

  it("is the one that lasts, with its beginning", () => {
    expect(pauseOf(paused(NOW - 20 * MINUTE, null), NOW)).toBe(NOW - 20 * MINUTE);
    expect(pauseOf(paused(NOW - 20 * MINUTE, NOW + MINUTE), NOW)).toBe(NOW - 20 * MINUTE);
    expect(pauseOf(paused(NOW - 20 * MINUTE, NOW - MINUTE), NOW), "it is over").toBeNull();
  });
});

describe("a row of the queue", () => {
  it("counts down to the next deadline, or has no clock", () => {
    const row = { due_state: "running", due: new Date(NOW + 2 * MINUTE).toISOString() } as QueueRow;
    expect(faceOfRow(row, NOW)?.time).toBe("02:00");
    expect(faceOfRow({ ...row, due_state: null }, NOW)).toBeNull();
  });
});

describe("the clocks of a ticket", () => {
  it("show one resolution, the one that survives a reopening", () => {
    const both = [view("running", NOW, { kind: "first_resolution" }), view("running", NOW)];
    expect(telling(both).map((one) => one.clock.kind)).toEqual(["total_resolution"]);
  });
});

describe("spans", () => {
  it.each([
    [0, "00:00"],
    [59_999, "00:59"],
    [3_599_000, "59:59"],
    [3_600_000, "1时00分"],
    [26 * 3_600_000, "1天2时"],
    [-65_000, "01:05"],
  ])("%i ms is %s", (ms, text) => {
    expect(span(ms)).toBe(text);
  });

  it("have words for promises", () => {
    expect([lasting(15 * MINUTE), lasting(48 * 3_600_000)]).toEqual(["15 分钟", "48 小时"]);
  });
});
