// What the line to the hub means for the one who works here.
import { session } from "./session.svelte";

/** Whether what is done now gets no further than this desk: there is a hub, and it does not answer. In the sandbox nothing waits. */
export function cutOff(): boolean {
  return session.state?.mode === "team" && !session.line.online && session.drill === null;
}

/** Whether the first copy of the hub's data is still on its way: what is missing here may exist there. */
export function firstPull(): boolean {
  return session.state?.mode === "team" && !session.line.complete && session.drill === null;
}
