// Ties a field on the screen to a field of a draft: keystrokes down, cursor back.
import type { Attachment } from "svelte/attachments";
import { drafts, type DraftPad } from "./drafts.svelte";
import { ime } from "./ime";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Attach to an input, text area or select. The first time it gets the focus, the cursor returns to where it was. */
export function draftField(pad: DraftPad, name: string): Attachment<Field> {
  return (field) => {
    const stop = hear(pad, name, field);
    show(pad, name, field);
    if (pad.focus === name) resume(pad, field);
    return stop;
  };
}

/** Puts the cursor back, and the focus too when this is the draft one was writing when the program ended. */
function resume(pad: DraftPad, field: Field): void {
  const caret = pad.caret;
  field.addEventListener("focus", () => placeCaret(field, caret), { once: true });
  if (drafts.resumes !== pad.id) return;
  drafts.resumes = null;
  requestAnimationFrame(() => field.focus());
}

/** What is written from elsewhere appears, except while the person composes. */
function show(pad: DraftPad, name: string, field: Field): void {
  $effect(() => {
    const text = pad.text(name);
    if (field.value !== text && !ime.composing) field.value = text;
  });
}

function hear(pad: DraftPad, name: string, field: Field): () => void {
  const write = () => {
    if (ime.composing) return;
    pad.set(name, field.value);
    point();
  };
  const point = () => {
    if (!ime.composing) pad.point(name, caretOf(field));
  };
  // Engines disagree whether the last input event comes before or after the end of a composition; look after both.
  const composed = () => queueMicrotask(write);
  const leave = () => void pad.flush();
  const events: [string, () => void][] = [
    ["input", write],
    ["change", write],
    ["compositionend", composed],
    ["select", point],
    ["keyup", point],
    ["pointerup", point],
    ["blur", leave],
  ];
  for (const [event, ear] of events) field.addEventListener(event, ear);
  return () => {
    for (const [event, ear] of events) field.removeEventListener(event, ear);
  };
}

function caretOf(field: Field): number {
  return field instanceof HTMLSelectElement ? 0 : (field.selectionStart ?? 0);
}

function placeCaret(field: Field, caret: number): void {
  if (field instanceof HTMLSelectElement) return;
  const at = Math.min(caret, field.value.length);
  field.setSelectionRange(at, at);
}
