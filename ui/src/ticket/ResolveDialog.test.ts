// Ending a ticket by keyboard: what is still missing is named and gets the focus; complete, the combination ends it.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { beforeEach, expect, it, vi } from "vitest";
import { registry } from "../shared/actions.svelte";
import { drafts } from "../shared/drafts.svelte";
import { fakeDesk, keydown, settle, ticketView, write } from "../test/desk";
import ResolveDialog from "./ResolveDialog.svelte";

beforeEach(() => drafts.all.clear());

async function confirm(): Promise<void> {
  registry.press(keydown(screen.getByTestId("resolve-dialog"), "Enter", { ctrlKey: true }));
  await settle();
  flushSync();
}

it("names what is missing and leads there, then ends the ticket", async () => {
  const desk = fakeDesk({ submit: () => ({ id: "t-1" }) });
  const onclose = vi.fn();
  render(ResolveDialog, { view: ticketView("t-1"), onclose });
  await settle();
  await confirm();
  expect(screen.getByRole("radiogroup", { name: "问题解决了吗" }).getAttribute("aria-invalid"), "nobody said whether it is solved").toBe("true");
  expect(screen.getByText("还没有选：问题解决了吗")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByTestId("solved-confirmed"));
  keydown(screen.getByTestId("solved-confirmed"), "Enter");
  flushSync();
  await confirm();
  expect(screen.getByText("还没有写：做了什么")).toBeTruthy();
  expect(document.activeElement).toBe(screen.getByTestId("resolve-summary"));
  expect(desk.of("submit"), "nothing was sent").toHaveLength(0);
  write(screen.getByTestId("resolve-summary") as HTMLTextAreaElement, "换了一台");
  flushSync();
  await confirm();
  expect(desk.of("submit")).toHaveLength(1);
  await vi.waitFor(() => expect(onclose).toHaveBeenCalledOnce());
});
