// The one registry of what a person can do: actions are data, and keys, palette and help come from it.
import { untrack, type Component } from "svelte";
import type { Key } from "../i18n/i18n.svelte";
import { ime } from "./ime";
import { isInMenu, isPressing, isTyping, matches, parseKeys, type Chord } from "./keys";

/** Something a person can do. */
export interface Action {
  /** Stable name, for tests and for recording. */
  id: string;
  title: Key;
  /** Fills the title, where it has parameters. */
  filling?: () => Record<string, string | number>;
  /** Combinations that start it. */
  keys?: string[];
  group: "go" | "ticket" | "write" | "grant" | "drill" | "list" | "app";
  /** Nothing when it can be done now; otherwise why not. */
  unless?: () => Key | null;
  /** Works while a text is being written, and in dialogs. Only for combinations with a modifier, and Escape. */
  always?: boolean;
  /** Works in dialogs too, but not while a text is being written. */
  through?: boolean;
  /** Not offered in the palette: plain movement. */
  quiet?: boolean;
  /** Shown beside the name, where it has a sign of its own. */
  icon?: Component<{ size?: number }>;
  run: () => void;
}

/** How long a sequence such as "g q" waits for its second key, in milliseconds. */
const PATIENCE = 1200;

interface Entry {
  action: Action;
  combinations: Chord[][];
}

class Registry {
  /** Plain on purpose: while an effect is torn down, Svelte answers reads of state with its earlier values. */
  #layers: { entries: Entry[]; modal: boolean }[] = [];
  #changed = $state.raw({});
  #begun: { at: number; waiting: { entry: Entry; rest: Chord[] }[] } | null = null;

  /** What can be done here, the newest layer first, each id once. */
  get actions(): Action[] {
    void this.#changed;
    const seen = new Set<string>();
    return this.#reach().flatMap(({ action }) => (seen.has(action.id) || !seen.add(action.id) ? [] : [action]));
  }

  /** Adds actions until the returned function is called. A modal layer hides those below, but for `always` and `through`. */
  add(actions: Action[], modal = false): () => void {
    const entries = actions.map((action) => ({ action, combinations: (action.keys ?? []).map(parseKeys) }));
    const layer = { entries, modal };
    this.#layers = [...this.#layers, layer];
    this.#changed = {};
    return () => {
      this.#layers = this.#layers.filter((other) => other !== layer);
      this.#changed = {};
    };
  }

  /** Offers a keydown to the actions. True when one took it. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || ime.owns(event) || isPressing(event)) return false;
    const plain = !isTyping(event) && !isInMenu();
    const reach = this.#reach().filter(({ action }) => action.always || plain);
    const entry = this.#continue(event, plain) ?? this.#start(event, reach);
    if (entry === "begun") return true;
    if (!entry || entry.action.unless?.()) return false;
    event.preventDefault();
    entry.action.run();
    return true;
  }

  #continue(event: KeyboardEvent, plain: boolean): Entry | null {
    const begun = this.#begun;
    this.#begun = null;
    if (!begun || event.timeStamp - begun.at > PATIENCE || !plain) return null;
    return begun.waiting.find(({ rest }) => rest[0] && matches(rest[0], event))?.entry ?? null;
  }

  #start(event: KeyboardEvent, reach: Entry[]): Entry | "begun" | null {
    const waiting: { entry: Entry; rest: Chord[] }[] = [];
    for (const entry of reach) {
      for (const [first, ...rest] of entry.combinations) {
        if (!first || !matches(first, event)) continue;
        if (rest.length === 0) return entry;
        waiting.push({ entry, rest });
      }
    }
    if (waiting.length === 0) return null;
    this.#begun = { at: event.timeStamp, waiting };
    return "begun";
  }

  /** The entries that can be reached, the newest layer first. */
  #reach(): Entry[] {
    const reach: Entry[] = [];
    let covered = false;
    for (const layer of this.#layers.toReversed()) {
      reach.push(...layer.entries.filter(({ action }) => !covered || action.always || action.through));
      covered ||= layer.modal;
    }
    return reach;
  }
}

export const registry = new Registry();

/** Offers actions while the calling component is on screen. */
export function useActions(actions: () => Action[], modal = false): void {
  $effect(() => {
    const offered = actions();
    return untrack(() => registry.add(offered, modal));
  });
}
