// Drills in words.

/** A share as a percentage. */
export function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
