// How large everything is drawn: the person's choice. What folds on a small window folds on an enlarged one too.
import { session } from "./session.svelte";

const STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2];

class Zoom {
  #window = $state.raw({ width: window.innerWidth, height: window.innerHeight });

  constructor() {
    window.addEventListener("resize", () => (this.#window = { width: window.innerWidth, height: window.innerHeight }));
  }

  get factor(): number {
    const factor = Number(session.preferences["zoom"]);
    return STEPS.includes(factor) ? factor : 1;
  }

  /** The width of the window, in pixels as large as they are drawn. */
  get width(): number {
    return this.#window.width / this.factor;
  }

  /** Its height, likewise. */
  get height(): number {
    return this.#window.height / this.factor;
  }

  /** One step larger or smaller; nothing at either end. */
  step(by: 1 | -1): void {
    const next = STEPS[STEPS.indexOf(this.factor) + by];
    if (next) this.#choose(next);
  }

  reset(): void {
    this.#choose(1);
  }

  #choose(factor: number): void {
    void session.prefer("zoom", String(factor)).catch(() => {});
  }
}

export const zoom = new Zoom();
