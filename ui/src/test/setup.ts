// What every unit test stands on: no screen survives from one test to the next.
import { afterEach } from "vitest";

afterEach(async () => {
  if (typeof document === "undefined") return;
  const { cleanup } = await import("@testing-library/svelte");
  cleanup();
  document.body.replaceChildren();
});
