// A choice by keyboard: Enter takes what has the focus, as Space does, and what is missing is said.
import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import { keydown } from "../test/desk";
import Choice from "./Choice.svelte";

const OPTIONS = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
];

it("takes with Enter what has the focus, and leaves the combination to the dialog", () => {
  const onchoose = vi.fn();
  render(Choice, { name: "solved", label: "Solved", options: OPTIONS, value: "", onchoose });
  keydown(screen.getByTestId("solved-no"), "Enter", { ctrlKey: true });
  expect(onchoose, "the combination confirms").not.toHaveBeenCalled();
  expect(keydown(screen.getByTestId("solved-no"), "Enter").defaultPrevented, "and no form is sent").toBe(true);
  expect(onchoose).toHaveBeenCalledExactlyOnceWith("no");
});

it("says what is missing, tied to the choice", () => {
  render(Choice, { name: "solved", label: "Solved", options: OPTIONS, value: "", onchoose: vi.fn(), problem: "Missing" });
  const group = screen.getByRole("radiogroup", { name: "Solved" });
  expect(group.getAttribute("aria-invalid")).toBe("true");
  expect(document.getElementById(group.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Missing");
});
