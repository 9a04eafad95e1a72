// A field is read out with its name, and with what is wrong with it or what helps.
import { render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, it } from "vitest";
import Field from "./Field.svelte";

const children = createRawSnippet(() => ({ render: () => '<input id="amount" />' }));
const about = () => {
  const id = screen.getByLabelText("Amount").getAttribute("aria-describedby");
  return id === null ? null : document.getElementById(id)?.textContent;
};

it("tells what is wrong, before what helps, and nothing when there is nothing to tell", async () => {
  const { rerender } = render(Field, { label: "Amount", for: "amount", hint: "In yuan", children });
  expect(about()).toBe("In yuan");
  await rerender({ problem: "That is no amount" });
  expect(about()).toBe("That is no amount");
  await rerender({ problem: null, hint: "" });
  expect(about(), "no reference to nothing").toBeNull();
});
