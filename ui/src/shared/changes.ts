// News from the desk, handed to whoever shows what changed.
import type { DeskEvent } from "../ipc/desk";

type Changed = Extract<DeskEvent, { type: "changed" }>;

const ears = new Set<(change: Changed) => void>();

/** Hears of changes until the returned function is called. */
export function onChanged(ear: (change: Changed) => void): () => void {
  ears.add(ear);
  return () => ears.delete(ear);
}

/** Tells everybody who listens. */
export function announce(change: Changed): void {
  for (const ear of [...ears]) ear(change);
}

/** Whether a change is about one of these kinds, and about one of these things if any are named. */
export function concerns(change: Changed, kinds: readonly string[], ids: readonly string[] = []): boolean {
  if (change.kinds.length > 0 && !change.kinds.some((kind) => kinds.includes(kind))) return false;
  return ids.length === 0 || change.ids.length === 0 || change.ids.some((id) => ids.includes(id));
}
