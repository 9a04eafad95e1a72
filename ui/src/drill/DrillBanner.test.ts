// The end of a drill by keyboard: the question is answered with Enter on its button, or with the combination.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { session } from "../console/session.svelte";
import type { DrillScreen } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { drillScreen, fakeDesk, keydown, settle } from "../test/desk";
import DrillBanner from "./DrillBanner.svelte";

let drill: DrillScreen;

beforeEach(() => {
  drill = drillScreen();
  session.drill = drill;
});
afterEach(() => (session.drill = null));

it("asks, with the answer under the keyboard, and takes the combination for it", async () => {
  const desk = fakeDesk({ drill_finish: () => ({ id: "run-1" }), people: () => [], drafts: () => [] });
  render(DrillBanner, { drill });
  registry.press(keydown(document.body, "Enter", { ctrlKey: true, shiftKey: true }));
  flushSync();
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("drill-finish-now")));
  expect(screen.getByTestId("drill-finish-now").textContent, "it shows its key").toContain("Ctrl");
  registry.press(keydown(document.activeElement!, "Enter", { ctrlKey: true }));
  await settle();
  expect(desk.of("drill_finish")).toHaveLength(1);
});
