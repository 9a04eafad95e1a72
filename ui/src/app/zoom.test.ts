// Larger and smaller: by key and by name, remembered for the person, and what folds on a small window folds here too.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "../console/session.svelte";
import { zoom } from "../console/zoom.svelte";
import { registry } from "../shared/actions.svelte";
import { appState, counts, fakeDesk, keydown, settle, type FakeDesk } from "../test/desk";
import App from "./App.svelte";

let desk: FakeDesk;

beforeEach(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  desk = fakeDesk({ start: () => appState(), preferences: () => ({}), people: () => [], drafts: () => [], queue: () => ({ total: 0, counts, rows: [] }) });
  render(App);
  await vi.waitFor(() => expect(document.getElementById("work")).toBeTruthy());
  await settle();
  flushSync();
});

afterEach(() => {
  session.preferences = {};
  vi.unstubAllGlobals();
});

function press(key: string): string {
  keydown(document.body, key, { ctrlKey: true });
  flushSync();
  return document.documentElement.style.getPropertyValue("--zoom");
}

it("is a key, and ends at twice the size", () => {
  const width = zoom.width;
  expect([press("="), press("+"), press("-"), press("0")]).toEqual(["1.1", "1.25", "1.1", "1"]);
  for (let i = 0; i < 20; i++) press("=");
  expect(document.documentElement.style.getPropertyValue("--zoom")).toBe("2");
  expect(zoom.width, "half as much fits").toBe(width / 2);
  expect(document.documentElement.style.getPropertyValue("--window-height"), "also for what floats").toBe(`${window.innerHeight / 2}px`);
  expect(desk.of("set_preference").at(-1)).toMatchObject({ value: "2" });
  expect(registry.actions.map((action) => action.id)).toEqual(expect.arrayContaining(["zoom-in", "zoom-out", "zoom-reset"]));
});
