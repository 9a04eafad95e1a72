// The head of a ticket: what its promises say, and whole words in every script.
import { render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState, BoundClock, ClockView, ReadingState, Ticket } from "../ipc/desk";
import { now } from "../shared/now.svelte";
import { fakeDesk, ticketView } from "../test/desk";
import TicketHeader from "./TicketHeader.svelte";

const MINUTE = 60_000;

function clock(kind: BoundClock["kind"], state: ReadingState, more: Partial<BoundClock> = {}): ClockView {
  const due = new Date(now.ms + 14 * MINUTE).toISOString();
  const bound = {
    kind,
    policy_id: "standing.complaint",
    policy_version: 1,
    calendar: { time_zone: "Asia/Shanghai", weekly: "24x7", holidays: [], overrides: {} },
    target_seconds: 900,
    pauses_on: ["waiting_customer"],
    reminders: [],
    started_at: new Date(now.ms - MINUTE).toISOString(),
    stopped_at: null,
    pauses: [],
    recorded_breach: null,
    ...more,
  } as unknown as BoundClock;
  return { clock: bound, reading: { kind, state, due: state === "paused" ? null : due, remaining_seconds: 840, elapsed_seconds: 60, breached_at: null } };
}

function show(clocks: ClockView[], more: Partial<Ticket> = {}): void {
  fakeDesk({});
  render(TicketHeader, { view: { ...ticketView("t-1", more), clocks }, nameOf: (id: string) => id });
}

beforeEach(() => {
  session.state = { person: { id: "agent-a", roles: ["agent"] } } as unknown as AppState;
});

afterEach(() => {
  session.state = null;
});

describe("the promises", () => {
  it("say since when they rest, and for whom", () => {
    show([clock("total_resolution", "paused", { pauses: [{ from: new Date(now.ms - 20 * MINUTE).toISOString(), until: null }] })], { status: "waiting_customer" });
    expect(screen.getByTestId("clock-total_resolution").textContent).toMatch(/等用户，自 .*\d\d:\d\d 起/);
  });

  it("do not count down on a ticket that has ended unsolved, nor turn green", () => {
    const ending = { solved: "no", liable: "unsettled", satisfied: null, summary: "" } as const;
    const at = new Date(now.ms - MINUTE).toISOString();
    const timeline: Ticket["timeline"] = [{ id: "e-2", at, author: { is: "person", id: "agent-a" }, body: { type: "resolved", ending } }];
    show([clock("first_response", "running"), clock("total_resolution", "met", { stopped_at: at })], { status: "resolved", ending, timeline });
    expect(screen.getByTestId("clock-first_response").textContent).toContain("随工单结束");
    const resolution = screen.getByTestId("clock-total_resolution");
    expect(resolution.textContent).toContain("没有解决");
    expect(resolution.classList.contains("green")).toBe(false);
  });
});

describe("the title", () => {
  it("runs in the direction of its script", () => {
    show([], { title: "مرحبا بالعالم" });
    expect(screen.getByTestId("ticket-title").dir).toBe("auto");
  });
});
