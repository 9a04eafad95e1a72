// What can be done in the shop of a drill, by keyboard: from the palette or the list into the first field, and done.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { nav } from "../console/nav.svelte";
import { session } from "../console/session.svelte";
import { titleOf } from "../palette/rank";
import { registry } from "../shared/actions.svelte";
import { drillScreen, fakeDesk, keydown, orderView, settle, write, type FakeDesk } from "../test/desk";
import Beside from "../customer/Beside.svelte";
import DrillBanner from "./DrillBanner.svelte";
import { shop } from "./shop.svelte";

let desk: FakeDesk;

beforeEach(async () => {
  const drill = drillScreen();
  desk = fakeDesk({
    customer: () => ({ customer: { id: "c-1", name: "宋敬明", payment_methods: [] }, orders: [orderView("o-1")], tickets: [], grants: [], interactions: [], guesses: [], value: {} }),
    products: () => [],
    drill_act: () => ({ ...drill, performed: [{ action: {}, title: "催单", changes: true, done: true, answer: "", at_turn: 1 }] }),
  });
  session.drill = drill;
  render(DrillBanner, { drill });
  render(Beside, { customerId: null, ticket: null });
  await settle();
  flushSync();
});

afterEach(() => {
  session.drill = null;
  shop.reset();
  nav.reset();
});

function press(key: string): void {
  registry.press(keydown(document.body, key));
  flushSync();
}

it("has a key for each side, and leads into the box that finds an action", async () => {
  press("s");
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("找操作")));
  expect(screen.getByTestId("drill-side-shop").getAttribute("aria-selected")).toBe("true");
  (document.activeElement as HTMLElement).blur();
  press("u");
  expect(screen.getByTestId("drill-side-customer").getAttribute("aria-selected")).toBe("true");
});

it("chooses with Enter the first action that is found", async () => {
  press("s");
  const find = await vi.waitFor(() => screen.getByLabelText<HTMLInputElement>("找操作"));
  write(find, "催");
  flushSync();
  keydown(find, "Enter");
  flushSync();
  expect(screen.getByTestId("action-form")).toBeTruthy();
});

it("is listed in the palette, leads into the first field, and names what is missing", async () => {
  const action = registry.actions.find((one) => one.id === "shop-manage_urgent")!;
  expect(titleOf(action)).toBe("店铺操作：催单");
  action.run();
  flushSync();
  const field = await vi.waitFor(() => screen.getByLabelText<HTMLSelectElement>("订单"));
  await vi.waitFor(() => expect(document.activeElement).toBe(field));
  keydown(field, "Enter", { ctrlKey: true });
  await settle();
  flushSync();
  expect(screen.getByText("还没有填：订单")).toBeTruthy();
  expect(desk.of("drill_act"), "nothing was done").toHaveLength(0);
  field.value = "o-1";
  field.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  keydown(field, "Enter", { ctrlKey: true });
  await settle();
  expect(desk.of("drill_act")).toHaveLength(1);
});
