// Discarding refused work: for ten seconds it can be taken back, and until then the desk still has it.
import { SvelteMap } from "svelte/reactivity";
import { t } from "../i18n/i18n.svelte";
import { desk } from "../ipc/desk";
import { words } from "../shared/errors";
import { toasts } from "../shared/toasts.svelte";

const WAY_BACK = 10_000;

class Discarding {
  #pending = new SvelteMap<number, ReturnType<typeof setTimeout>>();

  has(n: number): boolean {
    return this.#pending.has(n);
  }

  begin(n: number): void {
    if (this.has(n)) return;
    this.#pending.set(n, setTimeout(() => void this.#do(n), WAY_BACK));
    toasts.say(t("stuck.discarded"), "plain", { stay: WAY_BACK, action: { label: "do.undo", run: () => this.#undo(n) } });
  }

  #undo(n: number): void {
    clearTimeout(this.#pending.get(n));
    this.#pending.delete(n);
  }

  async #do(n: number): Promise<void> {
    try {
      await desk.outboxDiscard(n);
    } catch (failure) {
      toasts.say(words(failure), "bad");
    }
    this.#pending.delete(n);
  }
}

export const discarding = new Discarding();
