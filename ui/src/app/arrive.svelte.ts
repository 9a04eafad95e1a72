// The keyboard follows wherever one goes: into the list of the room, or to its heading.
import { tick, untrack } from "svelte";
import { nav } from "../console/nav.svelte";
import { session } from "../console/session.svelte";
import { isWritable } from "../shared/keys";

/** Leads the keyboard into the room one has come to, for the life of the calling component. */
export function useArrival(room: () => HTMLElement | undefined): void {
  $effect(() => {
    void [nav.moves, session.epoch];
    const main = untrack(room);
    if (main) void arrive(main);
  });
}

async function arrive(main: HTMLElement): Promise<void> {
  await tick();
  lead(main);
  // What led here, a menu or the palette, gives the focus back to where it was opened: once more, when it has.
  requestAnimationFrame(() => requestAnimationFrame(() => !main.contains(document.activeElement) && lead(main)));
}

/** Never away from a text that is being written, and never out of a dialog. */
function lead(main: HTMLElement): void {
  const at = document.activeElement;
  if (at?.closest("[role=dialog]") || (main.contains(at) && isWritable(at))) return;
  const goal = main.querySelector<HTMLElement>("[role=listbox]") ?? main.querySelector<HTMLElement>("h1:not(.sr)") ?? main;
  if (!goal.hasAttribute("tabindex")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
}
