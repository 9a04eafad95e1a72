// What every unit test stands on: no screen survives from one test to the next.
import { afterEach } from "vitest";

// The test document has no layout, so there is nothing to scroll.
if (typeof Element !== "undefined") Element.prototype.scrollIntoView ??= () => {};

afterEach(async () => {
  if (typeof document === "undefined") return;
  const { cleanup } = await import("@testing-library/svelte");
  cleanup();
  document.body.replaceChildren();
});
