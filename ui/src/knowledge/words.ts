// Knowledge in words.
import { isKey, language, speak } from "../i18n/i18n.svelte";

/** The name of a kind of article; a kind nobody knows here stands for itself. */
export function articleKind(kind: string): string {
  const key = `article.${kind}`;
  return isKey(key) ? speak(language.locale, key) : kind;
}
