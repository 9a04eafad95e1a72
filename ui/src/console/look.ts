// How this computer was looked at last: the language and the colours, for whoever has not chosen their own. They say
// nothing about anybody.
const KEY = "backstop.look";
const NAMES = ["locale", "theme"];

type Look = Record<string, string>;

/** What was chosen last, by whomever. */
export function recall(): Look {
  try {
    return part(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Look);
  } catch {
    return {};
  }
}

/** Keeps how it looks out of someone's preferences, and nothing else of them. */
export function keep(preferences: Look): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(part(preferences)));
  } catch {
    // Without this memory the next person begins with the system's look.
  }
}

function part(preferences: Look): Look {
  return Object.fromEntries(NAMES.flatMap((name) => (typeof preferences[name] === "string" ? [[name, preferences[name]]] : [])));
}
