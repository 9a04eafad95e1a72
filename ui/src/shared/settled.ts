// What stands in a field once it stands: letters that an input method is still composing are provisional.
import type { Attachment } from "svelte/attachments";
import { ime } from "./ime";

/** Attach to an input: tells its text with every change, except while an input method composes. */
export function settled(hear: (text: string) => void): Attachment<HTMLInputElement> {
  return (field) => {
    const write = () => {
      if (!ime.composing) hear(field.value);
    };
    // Engines disagree whether the last input event comes before or after the end of a composition; look after both.
    const composed = () => queueMicrotask(write);
    field.addEventListener("input", write);
    field.addEventListener("compositionend", composed);
    return () => {
      field.removeEventListener("input", write);
      field.removeEventListener("compositionend", composed);
    };
  };
}
