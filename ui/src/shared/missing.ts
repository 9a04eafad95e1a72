// What is still missing in a form: named beside its field, which gets the keyboard.
import { tick } from "svelte";

/** Leads the keyboard to the first field of the dialog that says what is wrong with it. */
export async function leadToProblem(): Promise<void> {
  await tick();
  const wrong = document.querySelector<HTMLElement>("[role=dialog] [aria-invalid=true]");
  const field = wrong?.matches("[role=radiogroup]") ? wrong.querySelector<HTMLElement>("input") : wrong;
  field?.focus();
}
