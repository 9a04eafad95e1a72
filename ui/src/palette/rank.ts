// How well an action fits what was typed, and how it is called.
import { language, speak } from "../i18n/i18n.svelte";
import type { Action } from "../shared/actions.svelte";

export function titleOf(action: Action): string {
  return speak(language.locale, action.title, action.filling?.());
}

/** The actions that fit, the best first. Every word typed must occur; Chinese and English names both count. */
export function rank(actions: Action[], typed: string): Action[] {
  const wanted = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return actions;
  const scored = actions.map((action) => ({ action, score: score(action, wanted) })).filter(({ score }) => score > 0);
  return scored.sort((a, b) => b.score - a.score).map(({ action }) => action);
}

/** Whether what was typed is just what an action, or whoever it is about, is called: it is meant then, whatever else was found. */
export function isNamed(action: Action, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  const filling = Object.values(action.filling?.() ?? {}).map(String);
  return [titleOf(action), speak("zh-CN", action.title), speak("en", action.title), ...filling].some((name) => name.toLowerCase() === wanted);
}

function score(action: Action, wanted: string[]): number {
  const names = [titleOf(action), speak("zh-CN", action.title), speak("en", action.title)].map((name) => name.toLowerCase());
  let total = 0;
  for (const word of wanted) {
    const best = Math.max(...names.map((name) => fit(name, word)));
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

function fit(name: string, word: string): number {
  if (name.startsWith(word)) return 3;
  if (name.split(/\s+/).some((part) => part.startsWith(word))) return 2;
  return name.includes(word) ? 1 : 0;
}
