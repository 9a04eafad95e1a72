// The widths of the panels, remembered for each person.
import { session } from "../console/session.svelte";

const KEY = "panels";
/** On a large screen the panels begin wider. */
const ROOMY = window.innerWidth >= 1600;

interface Widths {
  queue: number;
  customer: number;
  beside: boolean;
}

class Panels {
  #chosen = $state<Partial<Widths>>({});
  #kept = $derived.by((): Partial<Widths> => {
    try {
      return JSON.parse(session.preferences[KEY] ?? "{}") as Partial<Widths>;
    } catch {
      return {};
    }
  });

  get queue(): number {
    return sane(this.#chosen.queue ?? this.#kept.queue, 220, 480, ROOMY ? 340 : 288);
  }

  set queue(width: number) {
    this.#chosen.queue = width;
  }

  get customer(): number {
    return sane(this.#chosen.customer ?? this.#kept.customer, 280, 640, ROOMY ? 480 : 340);
  }

  set customer(width: number) {
    this.#chosen.customer = width;
  }

  /** Whether the customer stands beside the ticket. */
  get beside(): boolean {
    return this.#chosen.beside ?? this.#kept.beside ?? true;
  }

  toggle(): void {
    this.#chosen.beside = !this.beside;
    this.keep();
  }

  /** Remembers the widths as they are. */
  keep(): void {
    const widths: Widths = { queue: this.queue, customer: this.customer, beside: this.beside };
    void session.prefer(KEY, JSON.stringify(widths)).catch(() => {});
  }
}

function sane(width: number | undefined, min: number, max: number, usual: number): number {
  return typeof width === "number" && width >= min && width <= max ? width : usual;
}

export const panels = new Panels();
