// The widths of the panels: as the person dragged them, and until then as the window allows.
import { session } from "../console/session.svelte";
import { zoom } from "../console/zoom.svelte";

const KEY = "panels";

interface Widths {
  queue: number;
  customer: number;
  beside: boolean;
}

class Panels {
  /** What is being chosen and not remembered yet. */
  #chosen = $state<Partial<Widths>>({});
  #kept = $derived.by((): Partial<Widths> => {
    try {
      return (JSON.parse(session.preferences[KEY] ?? "{}") as Partial<Widths> | null) ?? {};
    } catch {
      return {};
    }
  });
  /** What is in front where there is no room for both. */
  side = $state<"ticket" | "customer">("ticket");

  get queue(): number {
    return sane(this.#chosen.queue ?? this.#kept.queue, 220, 480, share(0.22, 280, 430));
  }

  set queue(width: number) {
    this.#chosen.queue = width;
  }

  get customer(): number {
    return sane(this.#chosen.customer ?? this.#kept.customer, 280, 640, share(0.265, 320, 540));
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

  /** Brings what stands beside the ticket into view, on every width. */
  reveal(): void {
    this.side = "customer";
    if (!this.beside) this.toggle();
  }

  /** Remembers what was chosen, and nothing else: the rest goes on following the window. */
  keep(): void {
    const widths = { ...this.#kept, ...this.#chosen };
    this.#chosen = {};
    void session.prefer(KEY, JSON.stringify(widths)).catch(() => {});
  }
}

/** A share of the window within bounds. */
function share(part: number, min: number, max: number): number {
  return Math.round(Math.min(max, Math.max(min, zoom.width * part)));
}

function sane(width: number | undefined, min: number, max: number, usual: number): number {
  return typeof width === "number" && width >= min && width <= max ? width : usual;
}

export const panels = new Panels();
