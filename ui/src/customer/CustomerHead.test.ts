// Who a customer is: a way to reach them looks like what it is.
import { render } from "@testing-library/svelte";
import { expect, it } from "vitest";
import type { CustomerView } from "../ipc/desk";
import { fakeDesk } from "../test/desk";
import CustomerHead from "./CustomerHead.svelte";

function iconOf(channel: string): string {
  fakeDesk({});
  const customer = { id: "c-1", name: "Aarav", address: {}, handles: [{ channel, value: "a***@example.com" }] };
  const { container } = render(CustomerHead, { view: { customer, value: { tickets: 0 } } as unknown as CustomerView });
  return container.querySelector(".reach svg")?.getAttribute("class") ?? "";
}

it.each([
  ["email", "lucide-mail"],
  ["phone", "lucide-phone"],
  ["wechat", "lucide-message-circle"],
  ["pigeon", "lucide-at-sign"],
])("%s has the icon %s", (channel, icon) => {
  expect(iconOf(channel)).toContain(icon);
});
