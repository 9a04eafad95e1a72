// Two columns, each with its name, so that one who does not see them can go from one to the other.
import { render, screen } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { expect, it } from "vitest";
import Columns from "./Columns.svelte";

const text = (words: string) => createRawSnippet(() => ({ render: () => `<p>${words}</p>` }));

it("stands as two named regions beside each other", () => {
  render(Columns, { list: text("a list"), chosen: text("one of it"), label: "Scenarios", about: "About the scenario", testid: "room" });
  expect(screen.getByRole("region", { name: "Scenarios" }).textContent).toBe("a list");
  expect(screen.getByRole("region", { name: "About the scenario" }).textContent).toBe("one of it");
  expect(screen.getByTestId("room").children).toHaveLength(2);
});
