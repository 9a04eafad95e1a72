// Dragging the line between two panels moves the line, and selects no text on the way.
import { render, screen } from "@testing-library/svelte";
import { expect, it, vi } from "vitest";
import Splitter from "./Splitter.svelte";

it("selects nothing while it is dragged", () => {
  const onsettle = vi.fn();
  render(Splitter, { width: 300, min: 200, max: 400, side: "left", onresize: vi.fn(), onsettle });
  const line = screen.getByRole("separator");
  line.setPointerCapture = () => {};
  line.dispatchEvent(new MouseEvent("pointerdown", { bubbles: true, clientX: 300 }));
  expect(document.documentElement.classList.contains("resizing")).toBe(true);
  line.dispatchEvent(new Event("lostpointercapture"));
  expect(document.documentElement.classList.contains("resizing"), "and everything can be selected again").toBe(false);
  expect(onsettle).toHaveBeenCalledOnce();
});
