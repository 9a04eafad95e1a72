// Short news at the edge of the window. It never takes the focus.
import type { PlainKey } from "../i18n/i18n.svelte";

export interface Toast {
  id: number;
  text: string;
  tone: "plain" | "good" | "bad";
  action?: { label: PlainKey; run: () => void };
}

const STAY = 6000;
/** More than so many at once are a wall. */
const MOST = 3;

class Toasts {
  list = $state<Toast[]>([]);
  #next = 1;

  say(text: string, tone: Toast["tone"] = "plain", more: { action?: Toast["action"]; stay?: number } = {}): number {
    const id = this.#next++;
    // The same words twice say no more than once.
    const others = this.list.filter((toast) => toast.text !== text);
    this.list = [...others.slice(1 - MOST), { id, text, tone, ...(more.action ? { action: more.action } : {}) }];
    setTimeout(() => this.close(id), more.stay ?? (tone === "bad" ? STAY * 2 : STAY));
    return id;
  }

  clear(): void {
    this.list = [];
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();
