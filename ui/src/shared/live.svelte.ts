// Something read from the desk that stays current: read again whenever the desk says that it changed.
import { untrack } from "svelte";
import { toDeskError, type DeskError } from "../ipc/desk";
import { concerns, onChanged } from "./changes";

export class Live<T> {
  /** The newest answer. It stays while a newer one is on its way, so nothing flickers. */
  data = $state.raw<T | null>(null);
  error = $state.raw<DeskError | null>(null);
  #load: (() => Promise<T>) | null = null;
  /** The reading that `data` came from. */
  #shown: (() => Promise<T>) | null = null;
  #running = false;
  #again = false;

  /** Whether an answer has ever arrived. */
  get ready(): boolean {
    return this.data !== null;
  }

  /** Reads something else from now on. Nothing clears it. */
  aim(load: (() => Promise<T>) | null): void {
    this.#load = load;
    this.error = null;
    if (!load) this.data = null;
    void this.refresh();
  }

  /** Reads again. While one reading is under way, at most one more follows it. */
  async refresh(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = true;
    do {
      this.#again = false;
      await this.#readOnce();
    } while (this.#again);
    this.#running = false;
  }

  async #readOnce(): Promise<void> {
    const load = this.#load;
    if (!load) return;
    try {
      const data = await load();
      if (load === this.#load) [this.data, this.error, this.#shown] = [data, null, load];
    } catch (failure) {
      if (load === this.#load) this.#fail(failure);
    }
  }

  /** What could not be read again stays; what is about something else goes. */
  #fail(failure: unknown): void {
    this.error = toDeskError(failure);
    if (this.#shown !== this.#load) this.data = null;
  }
}

/**
 * Something current for the life of the calling component. `load` is asked again when what it reads changes, and its
 * answer is called again when the desk reports a change of one of the kinds (every change, when none is given).
 */
export function live<T>(load: () => (() => Promise<T>) | null, kinds: readonly string[] = []): Live<T> {
  const held = new Live<T>();
  $effect(() => {
    const wanted = load();
    untrack(() => held.aim(wanted));
  });
  $effect(() => onChanged((change) => {
    if (kinds.length === 0 || concerns(change, kinds)) void held.refresh();
  }));
  return held;
}
