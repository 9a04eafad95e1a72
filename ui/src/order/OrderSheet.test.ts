// An order above the work: what can be done about it has keys, and comes before everything else.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { bench } from "../console/bench.svelte";
import { session } from "../console/session.svelte";
import { granting } from "../grant/granting.svelte";
import { registry } from "../shared/actions.svelte";
import { drafts } from "../shared/drafts.svelte";
import { appState, fakeDesk, keydown, orderView, settle } from "../test/desk";
import OrderSheet from "./OrderSheet.svelte";

beforeEach(async () => {
  fakeDesk({ order: () => orderView("o-1"), customer: () => ({ customer: { id: "c-1", name: "宋敬明" }, tickets: [], orders: [] }), preferences: () => ({}), people: () => [], drafts: () => [] });
  await session.take(appState());
  render(OrderSheet, { id: "o-1", onclose: vi.fn() });
  await settle();
  await settle();
  flushSync();
});

afterEach(() => {
  granting.stop();
  bench.tabs = [];
});

it("begins a ticket about the order", async () => {
  registry.press(keydown(screen.getByTestId("order-sheet"), "t"));
  await settle();
  const draft = [...drafts.all.values()].at(-1);
  expect([draft?.fields["order_id"], draft?.fields["customer_id"]]).toEqual(["o-1", "c-1"]);
});

it("asks for a compensation of the order", () => {
  registry.press(keydown(screen.getByTestId("order-sheet"), "p"));
  expect(granting.about).toMatchObject({ orderId: "o-1", customerId: "c-1", ticketId: null });
});

it("begins with the one thing to do", () => {
  const first = screen.getByTestId("order-sheet").querySelector("button:not([aria-label])");
  expect((first as HTMLElement | null)?.dataset["testid"]).toBe("order-new-ticket");
  expect(screen.getAllByTestId("order-new-ticket"), "offered once").toHaveLength(1);
});
