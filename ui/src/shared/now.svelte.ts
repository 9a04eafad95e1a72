// The present instant, shared by everything that counts down: one timer for the whole window.

class Now {
  /** The present by the hub's clock as well as it is known, in milliseconds; moves once a second. */
  ms = $state(Date.now());
  #offset = 0;

  /** Takes over the measured difference to the hub's clock. */
  adjust(offsetMs: number | null): void {
    this.#offset = offsetMs ?? 0;
    this.tick();
  }

  tick = (): void => {
    this.ms = Date.now() + this.#offset;
  };

  /** Starts the one timer. Returns what stops it. */
  start(): () => void {
    const timer = setInterval(this.tick, 1000);
    document.addEventListener("visibilitychange", this.tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", this.tick);
    };
  }
}

export const now = new Now();
