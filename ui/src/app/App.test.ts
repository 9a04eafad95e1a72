// The whole console on a desk that a test answers for: what it asks before it says that it stands, and how it takes news.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nav } from "../console/nav.svelte";
import type { DeskEvent } from "../ipc/desk";
import { appState, counts, fakeDesk, person, row, settle, type FakeDesk } from "../test/desk";
import App from "./App.svelte";

const changed = (id: string): DeskEvent => ({ type: "changed", kinds: ["ticket"], ids: [id] });

let desk: FakeDesk;
let titles: string[];
let queued: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  [titles, queued] = [["安装师傅没上门"], Promise.resolve()];
  desk = fakeDesk({
    start: () => appState(),
    preferences: () => ({}),
    people: () => [person],
    drafts: () => [],
    queue: async () => {
      await queued;
      return { total: titles.length, counts, rows: titles.map((title, i) => row(`t-${i}`, { title })) };
    },
  });
});

afterEach(() => {
  nav.reset();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open() {
  const shown = render(App);
  await settle();
  flushSync();
  return shown;
}

/** Lets a few frames pass. */
async function frames(): Promise<void> {
  await settle();
  await vi.advanceTimersByTimeAsync(100);
}

describe("the start of the console", () => {
  it("is told to whoever waits only when the first screen stands", async () => {
    let answer = () => {};
    queued = new Promise((done) => (answer = done));
    await open();
    await frames();
    expect(screen.getByTestId("frame"), "the frame is there").toBeTruthy();
    expect(desk.of("ready"), "but the queue is not").toHaveLength(0);
    answer();
    await frames();
    expect(screen.getByText("安装师傅没上门")).toBeTruthy();
    expect(desk.of("ready")).toHaveLength(1);
  });
});

describe("a flood of news", () => {
  it("reads the screen again a few times, and shows the last of it", async () => {
    await open();
    await frames();
    const before = desk.of("queue").length;
    for (let i = 0; i < 10_000; i++) desk.tell(changed(String(i)));
    titles = ["最后一张"];
    await vi.advanceTimersByTimeAsync(1000);
    flushSync();
    expect(desk.of("queue").length - before, "the queue and the numbers in the rail, twice each").toBe(4);
    expect(screen.getByText("最后一张")).toBeTruthy();
  });
});
