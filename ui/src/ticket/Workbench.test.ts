// The workbench on windows of every width: panels begin as wide as the window allows, and nothing that can be done folds away.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bench } from "../console/bench.svelte";
import { session } from "../console/session.svelte";
import { registry } from "../shared/actions.svelte";
import { appState, counts, fakeDesk, row, settle, ticketView, type FakeDesk } from "../test/desk";
import { panels } from "./panels.svelte";
import Workbench from "./Workbench.svelte";

let desk: FakeDesk;

beforeEach(async () => {
  desk = fakeDesk({
    queue: () => ({ total: 1, counts, rows: [row("t-1")] }),
    ticket: () => ticketView("t-1"),
    customer: () => Promise.reject({ code: "unknown", message: "not here" }),
    preferences: () => ({}),
    people: () => [],
    drafts: () => [],
  });
  await session.take(appState());
  session.preferences = {};
  bench.tabs = [{ kind: "ticket", id: "t-1" }];
  bench.front = 0;
});

afterEach(() => {
  widen(1024);
  panels.side = "ticket";
  bench.tabs = [];
});

function widen(width: number): void {
  Object.defineProperty(window, "innerWidth", { value: width, configurable: true });
  window.dispatchEvent(new Event("resize"));
}

async function show(width: number): Promise<void> {
  widen(width);
  render(Workbench);
  await settle();
  flushSync();
}

it("offers everything about the ticket while the customer is in front of it", async () => {
  await show(900);
  const before = registry.actions.map((action) => action.id).sort();
  screen.getByTestId("fold-customer").click();
  flushSync();
  expect(registry.actions.map((action) => action.id).sort()).toEqual(before);
  expect(before).toEqual(expect.arrayContaining(["new-ticket", "grant", "tab-close", "tab-next", "tab-previous"]));
});

it("turns to the ticket to write an answer", async () => {
  await show(900);
  screen.getByTestId("fold-customer").click();
  flushSync();
  registry.actions.find((action) => action.id === "reply")?.run();
  flushSync();
  expect(screen.getByTestId("fold-ticket").getAttribute("aria-selected")).toBe("true");
});

it("gives the panels more room on a wider window, until the person chooses", async () => {
  widen(1280);
  const [narrow, beside] = [panels.queue, panels.customer];
  widen(1920);
  expect(panels.queue, "titles are cut less").toBeGreaterThan(narrow + 60);
  expect(panels.customer).toBeGreaterThan(beside + 60);
  panels.queue = 300;
  panels.keep();
  widen(1280);
  expect(panels.queue).toBe(300);
  expect(JSON.parse(String(desk.of("set_preference").at(-1)?.["value"])), "what was not chosen is not remembered").toEqual({ queue: 300 });
});

it("forgets the widths of one person when another one comes", async () => {
  panels.queue = 300;
  panels.keep();
  session.preferences = {};
  expect(panels.queue).not.toBe(300);
});
