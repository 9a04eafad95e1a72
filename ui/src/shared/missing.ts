// What is still missing in a form: named beside its field, which gets the keyboard.
import { tick } from "svelte";

const FIELD = "input, select, textarea";

/** Leads the keyboard to the first field that says what is wrong with it: of a form, or of the dialog. */
export async function leadToProblem(form: ParentNode | null | undefined = document.querySelector("[role=dialog]")): Promise<void> {
  await tick();
  const wrong = form?.querySelector<HTMLElement>("[aria-invalid=true]");
  const field = wrong?.matches(FIELD) ? wrong : wrong?.querySelector<HTMLElement>(FIELD);
  field?.focus();
}
