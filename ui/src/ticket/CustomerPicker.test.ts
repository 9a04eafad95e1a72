// Finding the customer of a new ticket: a look-up that fails says so, and the next one that works takes it back.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { expect, it } from "vitest";
import { DraftPad } from "../shared/drafts.svelte";
import { fakeDesk, settle, write } from "../test/desk";
import CustomerPicker from "./CustomerPicker.svelte";

it("a look-up that fails says so", async () => {
  let broken = true;
  fakeDesk({
    customers: () => {
      if (broken) throw { code: "store", message: "disk", rejection: null };
      return { total: 0, rows: [] };
    },
  });
  render(CustomerPicker, { pad: new DraftPad("ticket-1", "ticket", "", {}), onpick: () => {} });
  const look = async (text: string) => {
    write(screen.getByTestId<HTMLInputElement>("write-customer"), text);
    await settle();
    flushSync();
  };
  await look("宋");
  expect(screen.getByRole("alert").textContent).toContain("读写失败");
  broken = false;
  await look("宋敬");
  expect(screen.queryByRole("alert"), "the newer answer stands").toBeNull();
  expect(screen.getByRole("status").textContent, "nobody fits, and that is said").toContain("没有符合的用户");
});
