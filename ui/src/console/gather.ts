// Many changes at once are one piece of news: a first sync of a hundred thousand tickets must not read every screen again
// a hundred thousand times.
import type { DeskEvent } from "../ipc/desk";

type Changed = Extract<DeskEvent, { type: "changed" }>;

/** How long changes are gathered after one was passed on, in milliseconds. */
const GATHER = 120;
/** With more things than this a change is about "many". */
const FEW = 50;

/** Passes the first change on at once, and those that follow closely as one. */
export function gather(pass: (change: Changed) => void): (change: Changed) => void {
  let gathered: Changed | null = null;
  let resting = false;

  function rest(): void {
    resting = true;
    setTimeout(() => {
      resting = false;
      const change = gathered;
      gathered = null;
      if (change) hear(change);
    }, GATHER);
  }

  function hear(change: Changed): void {
    if (resting) {
      gathered = gathered ? merge(gathered, change) : change;
      return;
    }
    rest();
    pass(change);
  }

  return hear;
}

/** Both changes as one. No kinds means every kind; no ids means many things. */
function merge(one: Changed, other: Changed): Changed {
  const all = one.kinds.length === 0 || other.kinds.length === 0;
  const many = one.ids.length === 0 || other.ids.length === 0;
  const ids = [...new Set([...one.ids, ...other.ids])];
  return {
    type: "changed",
    kinds: all ? [] : [...new Set([...one.kinds, ...other.kinds])],
    ids: many || ids.length > FEW ? [] : ids,
  };
}
