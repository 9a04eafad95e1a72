// Drafts: every keystroke reaches the disk of this desk before a quarter of a second has passed.
//
// A pad is what a screen writes on. It saves a little after the last keystroke, at once when the field loses the focus or
// the window is hidden, and never while an input method composes. Only a person removes a draft: by sending or discarding.
import { SvelteMap } from "svelte/reactivity";
import { desk, type Draft, type DraftKind, type Intent, type Written } from "../ipc/desk";
import { ime } from "./ime";

/** How long after a keystroke the draft is written, in milliseconds. Well below the 250 that are promised. */
const PAUSE = 100;

/** The drafts of this person, as they are on the disk. */
class Drafts {
  all = new SvelteMap<string, Draft>();
  /** The draft that takes the focus as soon as it is on screen: the one written last when the program ended. */
  resumes: string | null = null;

  async load(): Promise<void> {
    const found = await desk.drafts();
    this.all.clear();
    for (const draft of found) this.all.set(draft.id, draft);
    const newest = found.toSorted((a, b) => (a.updated_at ?? "").localeCompare(b.updated_at ?? "")).at(-1);
    this.resumes = newest?.id ?? null;
  }

  ofKind(kind: DraftKind): Draft[] {
    return [...this.all.values()].filter((draft) => draft.kind === kind);
  }

  /** Whether anything is being written on a ticket: an answer, a remark, what the customer said, or how it ends. */
  areOn(ticketId: string): boolean {
    return ["reply", "note", "heard", "resolve"].some((kind) => this.all.has(`${kind}-${ticketId}`));
  }

  async drop(id: string): Promise<void> {
    pads.get(id)?.forget();
    this.all.delete(id);
    await desk.dropDraft(id);
  }
}

export const drafts = new Drafts();

const pads = new Map<string, DraftPad>();

export type PadState = "empty" | "unsaved" | "saved" | "failed";

/** What a draft is written on. */
export class DraftPad {
  fields = $state<Record<string, string>>({});
  state = $state<PadState>("empty");
  /** The field the cursor is in, and where. */
  focus = "";
  caret = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #dirty = false;
  #start: Record<string, string>;

  constructor(
    readonly id: string,
    readonly kind: DraftKind,
    readonly subject: string,
    start: Record<string, string>,
  ) {
    this.#start = start;
    const kept = drafts.all.get(id);
    this.fields = { ...start, ...(kept?.fields as Record<string, string> | undefined) };
    if (kept) [this.state, this.focus, this.caret] = ["saved", kept.focus, kept.caret];
  }

  text(name: string): string {
    return this.fields[name] ?? "";
  }

  /** Takes a keystroke. */
  set(name: string, value: string): void {
    if (this.fields[name] === value) return;
    this.fields[name] = value;
    this.touch();
  }

  /** Notes where the cursor is; it is saved with the next keystroke, or by itself. */
  point(name: string, caret: number): void {
    if (this.focus === name && this.caret === caret) return;
    [this.focus, this.caret] = [name, caret];
    if (this.state !== "empty") this.touch(this.state);
  }

  touch(state: PadState = "unsaved"): void {
    this.#dirty = true;
    this.state = state;
    clearTimeout(this.#timer);
    if (!ime.composing) this.#timer = setTimeout(() => void this.flush(), PAUSE);
  }

  /** Writes what is not written yet. Safe to call at any time. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (!this.#dirty || ime.composing) return this.#saving;
    this.#dirty = false;
    this.#saving = this.#saving.then(() => this.#write());
    return this.#saving;
  }

  async #write(): Promise<void> {
    const draft = this.#snapshot();
    try {
      if (this.#untouched()) return await this.#erase();
      await desk.saveDraft(draft);
      drafts.all.set(this.id, draft);
      if (!this.#dirty) this.state = "saved";
    } catch {
      // Keeps trying with the next keystroke; the mark beside the text says that it is not on the disk.
      this.#dirty = true;
      this.state = "failed";
    }
  }

  /** Whether nothing is left of what the person wrote. A new ticket is kept in any case. */
  #untouched(): boolean {
    if (this.kind === "ticket") return false;
    return Object.entries(this.fields).every(([name, text]) => text === (this.#start[name] ?? ""));
  }

  async #erase(): Promise<void> {
    if (drafts.all.delete(this.id)) await desk.dropDraft(this.id);
    if (!this.#dirty) this.state = "empty";
  }

  #snapshot(): Draft {
    return {
      id: this.id,
      kind: this.kind,
      subject: this.subject,
      fields: { ...this.fields },
      focus: this.focus,
      caret: this.caret,
      updated_at: new Date().toISOString(),
    };
  }

  /** Turns the draft into a deed. The desk removes the draft in the same transaction. */
  async submit(intent: Intent): Promise<Written> {
    clearTimeout(this.#timer);
    this.#dirty = false;
    await this.#saving;
    try {
      const written = await desk.submit(intent, this.id);
      this.forget();
      drafts.all.delete(this.id);
      return written;
    } catch (failure) {
      this.touch();
      throw failure;
    }
  }

  /** Removes the draft and what is in it. */
  async discard(): Promise<void> {
    await this.#saving;
    await drafts.drop(this.id);
  }

  /** Nothing is to be saved any more. */
  forget(): void {
    clearTimeout(this.#timer);
    this.#dirty = false;
    this.state = "empty";
    pads.delete(this.id);
  }
}

/** The pad of a draft. Screens that show the same draft share it. */
export function openPad(id: string, kind: DraftKind, subject: string, start: Record<string, string> = {}): DraftPad {
  const open = pads.get(id);
  if (open) return open;
  const pad = new DraftPad(id, kind, subject, start);
  pads.set(id, pad);
  return pad;
}

/** Writes everything that is not written yet: before the window hides, a person is switched, the program ends. */
export async function flushAll(): Promise<void> {
  await Promise.all([...pads.values()].map((pad) => pad.flush()));
}

/** Forgets all pads: another person or another desk is shown from now on. Whoever changes it has written them before. */
export async function changeDesk(): Promise<void> {
  for (const pad of [...pads.values()]) pad.forget();
  await drafts.load();
}

/** Saves everything whenever the window is hidden or left. Returns what stops it. */
export function watchWindow(): () => void {
  const flush = () => void flushAll();
  const hidden = () => document.visibilityState === "hidden" && flush();
  window.addEventListener("pagehide", flush);
  window.addEventListener("blur", flush);
  document.addEventListener("visibilitychange", hidden);
  return () => {
    window.removeEventListener("pagehide", flush);
    window.removeEventListener("blur", flush);
    document.removeEventListener("visibilitychange", hidden);
  };
}
