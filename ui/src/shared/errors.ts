// What went wrong, in words: what happened, what is safe, what to do.
import { isKey, language, named, speak, t, type Key } from "../i18n/i18n.svelte";
import { toDeskError, type Rejection } from "../ipc/desk";
import { money } from "./money";

/** An explained refusal: what happened, and what to do now. */
export interface Explained {
  what: string;
  next: string;
}

/** Every refusal of the rules, in words. `nameOf` finds the name of a person. */
export function explain(rejection: Rejection, nameOf: (id: string) => string = (id) => id): Explained {
  const next = t(`reject.${rejection.code}.next`);
  switch (rejection.code) {
    case "invalid":
      return { what: t("reject.invalid", { field: named("field", rejection.field), why: whyOf(rejection.why) }), next };
    case "unknown":
      return { what: t("reject.unknown", { kind: named("thing", rejection.kind), id: rejection.id }), next };
    case "duplicate":
      return { what: t("reject.duplicate", { id: rejection.id }), next };
    case "already_claimed":
      return { what: t("reject.already_claimed", { name: nameOf(rejection.by) }), next };
    case "only_up":
      return { what: t("reject.only_up", { line: String(rejection.line) }), next };
    case "wrong_line":
      return { what: t("reject.wrong_line", { line: String(rejection.line) }), next };
    case "budget_short":
      return { what: t("reject.budget_short", { available: money(rejection.available), wanted: money(rejection.wanted) }), next };
    case "grant_differs":
      return { what: t("reject.grant_differs", { amount: money(rejection.amount) }), next };
    default:
      return { what: t(`reject.${rejection.code}`), next };
  }
}

/** Whatever was thrown, as one sentence or two. */
export function words(failure: unknown): string {
  const error = toDeskError(failure);
  if (error.rejection) {
    const { what, next } = explain(error.rejection);
    return `${what} ${next}`;
  }
  const key = `error.${error.code}`;
  return isKey(key) ? say(key) : t("error.internal");
}

function say(key: Key): string {
  return speak(language.locale, key);
}

/** The rules give their reason in English; the common ones are known here. */
function whyOf(why: string): string {
  const known: [RegExp, Key][] = [
    [/is empty/, "why.empty"],
    [/longer than/, "why.long"],
    [/control characters/, "why.control"],
    [/one line/, "why.line"],
    [/another customer/, "why.other_customer"],
    [/between/, "why.range"],
    [/not work tickets/, "why.not_worker"],
    [/must be a code/, "why.code"],
  ];
  const found = known.find(([pattern]) => pattern.test(why));
  return found ? say(found[1]) : why;
}
