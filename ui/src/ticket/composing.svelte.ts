// What is being written on the ticket in front: an answer, a remark, or what the customer said.
import { bench } from "../console/bench.svelte";
import { focusComposer } from "./focus";
import { panels } from "./panels.svelte";

export type WritingMode = "reply" | "note" | "heard";

class Composing {
  mode = $state<WritingMode>("reply");

  /** Begins to write in a mode; the ticket stays open from now on. */
  turn(mode: WritingMode): void {
    this.mode = mode;
    panels.side = "ticket";
    bench.keep();
    focusComposer();
  }
}

export const composing = new Composing();
