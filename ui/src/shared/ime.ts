// Whose key is it: the person's, or the input method's? The one place that knows, for every key handler.
//
// Engines differ in how they announce the key that ends a composition:
//   WebKitGTK   keydown 229 with isComposing, then compositionend; only the keyup says Enter.
//   WKWebView   compositionend first, then the confirming keydown with isComposing false and keyCode 229.
//               A lone Enter may carry 229 too while a Chinese source is active, so 229 alone proves nothing.
//   WebView2    isComposing is right on the confirming keydown.
// So: composing → the input method's. 229 shortly after compositionend → swallowed, exactly once.
// Any other 229 on a named key → the person's. Keyup is never listened to.

/** How long after the end of a composition its confirming key may still arrive, in milliseconds. */
const AFTERGLOW = 500;
const INPUT_METHOD = 229;

export class InputMethod {
  #composing = false;
  #endedAt = Number.NEGATIVE_INFINITY;
  #owed = false;
  #verdicts = new WeakMap<KeyboardEvent, boolean>();

  /** Whether provisional text stands in a field right now: do not save, score or rewrite it. */
  get composing(): boolean {
    return this.#composing;
  }

  begin(): void {
    this.#composing = true;
    this.#owed = false;
  }

  end(at: number): void {
    this.#composing = false;
    this.#endedAt = at;
    this.#owed = true;
  }

  /** Whether a keydown belongs to the input method. The same event gets the same answer, however often it is asked. */
  owns(event: KeyboardEvent): boolean {
    const known = this.#verdicts.get(event);
    if (known !== undefined) return known;
    const verdict = this.#judge(event);
    this.#verdicts.set(event, verdict);
    return verdict;
  }

  #judge(event: KeyboardEvent): boolean {
    if (event.isComposing || this.#composing) return true;
    if (event.keyCode !== INPUT_METHOD) {
      this.#owed = false;
      return false;
    }
    if (this.#owed && Math.abs(event.timeStamp - this.#endedAt) <= AFTERGLOW) {
      this.#owed = false;
      return true;
    }
    return event.key === "Unidentified" || event.key === "Process";
  }

  /** Watches the compositions of a window. Returns what stops it. */
  watch(target: Window): () => void {
    const begin = () => this.begin();
    const end = (event: CompositionEvent) => this.end(event.timeStamp);
    // Every keydown is judged once, first thing, so that no handler can miss the confirming one.
    const key = (event: KeyboardEvent) => void this.owns(event);
    target.addEventListener("compositionstart", begin, true);
    target.addEventListener("compositionend", end, true);
    target.addEventListener("keydown", key, true);
    return () => {
      target.removeEventListener("compositionstart", begin, true);
      target.removeEventListener("compositionend", end, true);
      target.removeEventListener("keydown", key, true);
    };
  }
}

/** The input method of this window. */
export const ime = new InputMethod();
