// A flood of changes reads the screens again a few times, and nothing that changed is forgotten.
// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DeskEvent } from "../ipc/desk";
import { concerns } from "../shared/changes";
import { gather } from "./gather";

type Changed = Extract<DeskEvent, { type: "changed" }>;

const change = (kinds: string[], ids: string[]): Changed => ({ type: "changed", kinds, ids });
let passed: Changed[] = [];
let hear: (change: Changed) => void;

beforeEach(() => {
  vi.useFakeTimers();
  passed = [];
  hear = gather((one) => passed.push(one));
});

afterEach(() => vi.useRealTimers());

describe("changes", () => {
  it("pass at once when they come alone", () => {
    hear(change(["ticket"], ["a"]));
    expect(passed, "without waiting").toHaveLength(1);
  });

  it("that follow closely pass as one, and none of them is lost", () => {
    for (const id of ["a", "b", "c", "b"]) hear(change(["ticket"], [id]));
    hear(change(["grant"], ["g"]));
    vi.advanceTimersByTime(200);
    expect(passed).toHaveLength(2);
    expect(passed[1], "everything after the first, once each").toEqual(change(["ticket", "grant"], ["b", "c", "g"]));
  });

  it("come through as a few readings however many there are", () => {
    for (let i = 0; i < 10_000; i++) hear(change(["ticket"], [String(i)]));
    vi.advanceTimersByTime(1000);
    expect(passed.length, "the first, and the rest").toBe(2);
    expect(passed[1]?.ids, "so many that they are not named").toEqual([]);
  });

  it("of everything stay changes of everything", () => {
    hear(change(["ticket"], ["a"]));
    hear(change([], []));
    hear(change(["grant"], ["g"]));
    vi.advanceTimersByTime(200);
    expect(concerns(passed[1]!, ["customer"], ["c"]), "also of what nobody named").toBe(true);
  });
});

describe("whom a change concerns", () => {
  it("is told by kind and by thing", () => {
    expect(concerns(change(["ticket"], ["a"]), ["ticket"]), "the kind").toBe(true);
    expect(concerns(change(["ticket"], ["a"]), ["grant"]), "another kind").toBe(false);
    expect(concerns(change(["ticket"], ["a"]), ["ticket"], ["b"]), "another ticket").toBe(false);
  });
});
