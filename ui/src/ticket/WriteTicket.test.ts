// Writing a ticket in a hurry: what is missing is named, and the keyboard is led there.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { expect, it } from "vitest";
import { registry } from "../shared/actions.svelte";
import { drafts } from "../shared/drafts.svelte";
import { fakeDesk, keydown, settle, write } from "../test/desk";
import WriteTicket from "./WriteTicket.svelte";

async function open() {
  registry.press(keydown(document.body, "Enter", { ctrlKey: true }));
  await settle();
  flushSync();
}

const about = (id: string) => document.getElementById(`${id}-about`)?.textContent ?? "";

it("names the customer, the title and the story in turn, and opens nothing without them", async () => {
  drafts.all.clear();
  const desk = fakeDesk({ customer: () => ({ orders: [] }), submit: () => ({ id: "t-1", state: "waiting", n: 1 }) });
  render(WriteTicket, { draftId: "d-1" });
  await open();
  expect(about("write-customer")).toContain("还没有选：用户");
  expect(document.activeElement?.id).toBe("write-customer");
  write(screen.getByTestId("write-title"), "师傅没来");
  flushSync();
  expect(about("write-title"), "what is written is not missing any more").toBe("");
  expect(about("write-text")).toContain("还没有写");
  expect(desk.of("submit"), "nothing was opened").toEqual([]);
});
