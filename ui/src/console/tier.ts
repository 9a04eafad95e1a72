// Whose line a ticket is on.
import type { Person } from "../ipc/desk";

/** Whether somebody takes tickets of a line: their own and those below it; a manager takes all. */
export function takes(person: Person, line: number): boolean {
  return person.line >= line || person.roles.includes("manager");
}
