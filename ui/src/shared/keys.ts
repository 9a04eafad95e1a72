// Key combinations: how they are written, matched and shown.
//
// Written as "mod+k", "shift+/", "j", or a sequence "g q". "mod" is Command on a Mac and Control elsewhere.

export interface Chord {
  mod: boolean;
  alt: boolean;
  /** Only asked for where it is written: letters and signs bring their own. */
  shift: boolean;
  key: string;
}

const mac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The steps of a written combination. */
export function parseKeys(written: string): Chord[] {
  return written.split(" ").map(parseChord);
}

function parseChord(written: string): Chord {
  const parts = written.toLowerCase().split("+");
  const key = parts.pop() || "+";
  return { mod: parts.includes("mod"), alt: parts.includes("alt"), shift: parts.includes("shift"), key };
}

/** Whether a keydown is a step of a combination. */
export function matches(chord: Chord, event: KeyboardEvent): boolean {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const foreign = mac ? event.ctrlKey : event.metaKey;
  if (mod !== chord.mod || event.altKey !== chord.alt || foreign) return false;
  if (chord.shift && !event.shiftKey) return false;
  const named = chord.key.length > 1;
  if (!chord.shift && event.shiftKey && (named || isLetter(chord.key))) return false;
  return keyOf(event) === chord.key;
}

/** The name of the key, whatever the state of caps lock. */
function keyOf(event: KeyboardEvent): string {
  return event.key === " " ? "space" : event.key.toLowerCase();
}

function isLetter(key: string): boolean {
  return /^[a-z]$/.test(key);
}

/** How far an arrow key moves in a list: one row down, one up, or not at all. */
export function stepOf(event: KeyboardEvent): 1 | -1 | 0 {
  if (event.key === "ArrowDown") return 1;
  return event.key === "ArrowUp" ? -1 : 0;
}

/** How far a key moves in a list of which so many rows are seen: a row, a page, to an end, or not at all. */
export function moveOf(event: KeyboardEvent, page: number): number {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return 0;
  const far: Record<string, number> = { PageDown: page, PageUp: -page, End: Infinity, Home: -Infinity };
  return stepOf(event) || (far[event.key] ?? 0);
}

/** How a combination is shown: one text for each key cap. */
export function caps(written: string): string[] {
  return parseKeys(written).flatMap((chord) => [
    ...(chord.mod ? [mac ? "⌘" : "Ctrl"] : []),
    ...(chord.alt ? [mac ? "⌥" : "Alt"] : []),
    ...(chord.shift ? ["⇧"] : []),
    cap(chord.key),
  ]);
}

const NAMED: Record<string, string> = {
  enter: "↵",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  space: "Space",
};

function cap(key: string): string {
  return NAMED[key] ?? key.toUpperCase();
}

/** Whether an event comes from something a person writes in. */
export function isTyping(event: Event): boolean {
  return isWritable(event.target);
}

/** Whether something can be written in. */
export function isWritable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (!(target instanceof HTMLInputElement)) return false;
  return !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

/** Whether an open menu takes the keys: it moves by arrows and by the letters its items begin with. */
export function isInMenu(): boolean {
  return document.querySelector("[role=menu]") !== null;
}

/**
 * Whether Enter or Space belongs to the control that was reached by keyboard: it presses a button, follows a link. A control
 * that was only clicked keeps the focus without being meant.
 */
export function isPressing(event: KeyboardEvent): boolean {
  if (!["Enter", " "].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return false;
  const control = event.target instanceof Element ? event.target.closest("button, a[href], summary, input") : null;
  return control?.matches(":focus-visible") ?? false;
}
