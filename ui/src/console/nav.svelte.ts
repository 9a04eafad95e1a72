// Where one is in the console, with a way back.

export type View = "workbench" | "customers" | "grants" | "drills" | "knowledge" | "outbox" | "alerts" | "settings";

export interface Place {
  view: View;
  /** What is shown there: a customer, an article, a part of the view. */
  id: string | null;
}

class Nav {
  place = $state.raw<Place>({ view: "workbench", id: null });
  /** Counts how often somebody went somewhere, also to where they were: the keyboard follows. */
  moves = $state(0);
  #back: Place[] = [];
  #forward: Place[] = [];

  go(view: View, id: string | null = null): void {
    this.moves++;
    if (this.place.view === view && this.place.id === id) return;
    this.#back.push(this.place);
    this.#forward = [];
    this.place = { view, id };
  }

  /** Shows something else in the same view, without a step to go back to. */
  turn(id: string | null): void {
    this.place = { ...this.place, id };
  }

  back(): void {
    this.#step(this.#back, this.#forward);
  }

  forward(): void {
    this.#step(this.#forward, this.#back);
  }

  /** Begins anew, with no step to go back to. */
  reset(view: View = "workbench"): void {
    [this.#back, this.#forward] = [[], []];
    this.moves++;
    this.place = { view, id: null };
  }

  #step(from: Place[], to: Place[]): void {
    const place = from.pop();
    if (!place) return;
    to.push(this.place);
    this.moves++;
    this.place = place;
  }
}

export const nav = new Nav();
