// Scenarios to choose from: clean titles, what tells two of the same name apart, and one language at a time.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { Scenario } from "../ipc/desk";
import { Live } from "../shared/live.svelte";
import { appState, fakeDesk, manager, scenario, settle } from "../test/desk";
import ScenarioList from "./ScenarioList.svelte";

const expected = (order_id: string) => [{ name: "manage_urgent", arguments: { order_id } }];
const SCENARIOS = [
  scenario("a", { title: ".You are  angry about your order", language: "en", actions: expected("313021098954"), intents: ["Hasten it"] }),
  scenario("b", { title: ".You are angry about your order", language: "en", actions: expected("313021098111"), intents: ["Cancel it"] }),
  scenario("c", { title: " 、催单", language: "zh" }),
];

async function show() {
  const scenarios = new Live<Scenario[]>();
  scenarios.aim(async () => SCENARIOS);
  await settle();
  render(ScenarioList, { scenarios, runs: [] });
  flushSync();
  return () => screen.queryAllByTestId("scenario-row").map((row) => row.textContent!.replace(/\s+/g, " ").trim());
}

afterEach(() => (session.state = null));

it("shows clean titles and what tells them apart, but not what the customer wants", async () => {
  const rows = await show();
  expect(rows().map((text) => text.slice(0, 30))).toEqual(["You are angry about your order", "You are angry about your order", expect.stringMatching(/^催单/)]);
  expect(rows()[0]).toContain("…8954");
  expect(rows()[1]).toContain("…8111");
  expect(rows()[0], "that comes out in the talk").not.toContain("Hasten it");
});

it("tells a manager what the customer wants", async () => {
  fakeDesk({ preferences: () => ({}), people: () => [], drafts: () => [] });
  await session.take(appState({ person: manager }));
  const rows = await show();
  expect(rows()[0]).toContain("Hasten it");
});

it("leaves one language when asked", async () => {
  const rows = await show();
  screen.getByTestId("scenario-language-zh").click();
  flushSync();
  expect(rows()).toHaveLength(1);
  screen.getByTestId("scenario-language-all").click();
  flushSync();
  expect(rows()).toHaveLength(3);
});
