// Doing something at once, without a draft: what goes wrong is said at the edge of the window.
import { desk, type Intent, type Written } from "../ipc/desk";
import { words } from "./errors";
import { toasts } from "./toasts.svelte";

/** Hands an intent to the desk. Nothing comes back when it was refused; the reason has been shown by then. */
export async function submit(intent: Intent): Promise<Written | null> {
  try {
    return await desk.submit(intent, null);
  } catch (failure) {
    toasts.say(words(failure), "bad");
    return null;
  }
}
