// From what stands in an action's form to the arguments that the sandbox shop takes.
import type { ActionSpec, ParameterSpec } from "../ipc/desk";

/** One product with a quantity, as an order to place names it. */
export interface CartLine {
  product_id: string;
  quantity: number;
}

/** What a form field holds while it is filled in. */
export type Filled = string | string[] | CartLine[];

/** Whether every required field is filled with something the shop could take. */
export function isComplete(spec: ActionSpec, form: Record<string, Filled>): boolean {
  return spec.parameters.every((parameter) => isFilled(parameter, form[parameter.name]));
}

/** Whether a field holds something the shop could take, or may be left empty. */
export function isFilled(parameter: ParameterSpec, value: Filled | undefined): boolean {
  if (isEmpty(value)) return !parameter.required;
  if (parameter.kind === "new_items") return Array.isArray(value) && value.every((one) => one !== "");
  return argumentOf(parameter, value as Filled) !== null;
}

/** The arguments of the action, in the shapes its source uses. Fields left empty are left out. */
export function argumentsOf(spec: ActionSpec, form: Record<string, Filled>): Record<string, unknown> {
  const given: Record<string, unknown> = { ...spec.fixed };
  for (const parameter of spec.parameters) {
    const value = form[parameter.name];
    if (!isEmpty(value)) given[parameter.name] = argumentOf(parameter, value as Filled);
  }
  return given;
}

/** A field as an argument; nothing when it cannot be one. */
function argumentOf(parameter: ParameterSpec, value: Filled): unknown {
  if (parameter.kind === "number") return typeof value === "string" && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
  if (parameter.kind === "money") return typeof value === "string" && /^\d{1,9}(\.\d{1,2})?$/.test(value.trim()) ? Number(value) : null;
  return typeof value === "string" ? value.trim() : value;
}

function isEmpty(value: Filled | undefined): boolean {
  return value === undefined || (typeof value === "string" ? value.trim() === "" : value.length === 0);
}
