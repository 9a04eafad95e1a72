// Moving the focus between the parts of the workbench.

/** Puts the focus on the ticket in front, once it stands. */
export function focusTicket(): void {
  afterPaint(() => document.querySelector<HTMLElement>("[data-ticket-pane]")?.focus());
}

/** Puts the focus into the reply box, once it stands. */
export function focusComposer(): void {
  afterPaint(() => document.querySelector<HTMLElement>("[data-composer]")?.focus());
}

function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}
