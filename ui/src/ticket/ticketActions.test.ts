// A ticket begun on another one is about the same customer and the same order.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, expect, it } from "vitest";
import { bench } from "../console/bench.svelte";
import { session } from "../console/session.svelte";
import { registry } from "../shared/actions.svelte";
import { drafts } from "../shared/drafts.svelte";
import { appState, fakeDesk, orderView, settle, ticketView } from "../test/desk";
import TicketPane from "./TicketPane.svelte";

afterEach(() => {
  bench.tabs = [];
  drafts.all.clear();
});

it("takes the order of the ticket in front along", async () => {
  fakeDesk({ order: ({ id }: { id: string }) => orderView(id), preferences: () => ({}), people: () => [], drafts: () => [] });
  await session.take(appState());
  render(TicketPane, { view: ticketView("t-1", { order_id: "o-9" }), error: null, retry: () => {} });
  flushSync();
  registry.actions.find((action) => action.id === "new-ticket")?.run();
  await settle();
  await settle();
  const draft = [...drafts.all.values()].at(-1);
  expect([draft?.fields["customer_id"], draft?.fields["order_id"]]).toEqual(["c-1", "o-9"]);
});
