// A drill that was cut off with the program is not passed over in silence.
import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "../console/session.svelte";
import { toasts } from "../shared/toasts.svelte";
import { appState, counts, fakeDesk, person, settle, type FakeDesk } from "../test/desk";
import App from "./App.svelte";

let preferences: Record<string, string>;
let desk: FakeDesk;

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  desk = fakeDesk({
    start: () => appState(),
    preferences: () => preferences,
    people: () => [person],
    drafts: () => [],
    queue: () => ({ total: 0, counts, rows: [] }),
    alerts: () => [],
    unheard_alerts: () => 0,
  });
});

afterEach(() => {
  toasts.clear();
  session.preferences = {};
  vi.unstubAllGlobals();
});

const said = () => toasts.list.map((toast) => toast.text).join();

it("says once that nothing is left of it", async () => {
  preferences = { drill: "师傅没有上门" };
  render(App);
  await vi.waitFor(() => expect(said()).toContain("师傅没有上门"));
  expect(desk.of("set_preference"), "not again at the next start").toContainEqual({ key: "drill", value: "" });
});

it("says nothing when the last drill was ended", async () => {
  preferences = { drill: "" };
  render(App);
  await settle();
  expect(said()).toBe("");
});
