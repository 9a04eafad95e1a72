// A dialog takes the keyboard where it is needed: the first field, what is chosen in it, or the one thing to do.
import { render, screen } from "@testing-library/svelte";
import { createRawSnippet, flushSync } from "svelte";
import { expect, it, vi } from "vitest";
import { keydown } from "../test/desk";
import { registry, type Action } from "./actions.svelte";
import Dialog from "./Dialog.svelte";

const html = (text: string) => createRawSnippet(() => ({ render: () => `<div>${text}</div>` }));

async function show(body: string, foot = "", actions: Action[] = []) {
  render(Dialog, { title: "Title", onclose: vi.fn(), children: html(body), footer: html(foot), actions: () => actions });
  await vi.waitFor(() => expect(document.activeElement?.id, "the keyboard is inside").toBeTruthy());
  flushSync();
  return document.activeElement?.id;
}

it("leads the keyboard to its first field", async () => {
  expect(await show('<button id="a">a</button><input id="b">', '<button id="c" class="primary">c</button>')).toBe("b");
});

it("leads it to what is chosen of a choice", async () => {
  expect(await show('<input type="radio" name="one" id="a"><input type="radio" name="one" id="b" checked>')).toBe("b");
});

it("without a field leads it to the one thing to do", async () => {
  expect(await show("<p>Sure?</p>", '<button id="a">no</button><button id="b" class="primary">yes</button>')).toBe("b");
});

it("without either leads it to the first button, and never into what cannot be taken back", async () => {
  expect(await show("<p>Sure?</p>", '<button id="a">no</button><button id="b" class="danger">yes</button>')).toBe("a");
});

it("offers its own actions and the list of keys, and nothing from below", async () => {
  const [mine, help, below] = [vi.fn(), vi.fn(), vi.fn()];
  const stop = registry.add([
    { id: "help", title: "do.help", keys: ["?"], group: "app", through: true, run: help },
    { id: "below", title: "do.find", keys: ["t"], group: "app", run: below },
  ]);
  await show("<p>Sure?</p>", '<button id="a">no</button>', [{ id: "mine", title: "ticket.new", keys: ["t"], group: "ticket", run: mine }]);
  registry.press(keydown(screen.getByRole("dialog"), "t"));
  registry.press(keydown(screen.getByRole("dialog"), "?", { shiftKey: true }));
  stop();
  expect([mine.mock.calls.length, help.mock.calls.length, below.mock.calls.length]).toEqual([1, 1, 0]);
});
