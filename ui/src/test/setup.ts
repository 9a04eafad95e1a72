// What every unit test stands on: no state survives from one test to the next.
import { afterEach } from "vitest";

afterEach(() => {
  if (typeof document !== "undefined") document.body.replaceChildren();
});
