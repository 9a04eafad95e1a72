// Addresses in what people write: found, shown as they stand, opened outside by the program and never by the web view.

export interface Part {
  text: string;
  url: string | null;
}

/** Cuts a text at its https addresses without losing a character. Trailing punctuation belongs to the sentence. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(/https:\/\/[\w\-.~%/?#[\]@!$&'()*+,;=:]+/g)) {
    const url = match[0].replace(/[.,;:!?)\]'"]+$/, "");
    if (url === "https://") continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index), url: null });
    found.push({ text: url, url });
    at = match.index + url.length;
  }
  if (at < text.length) found.push({ text: text.slice(at), url: null });
  return found;
}
