// The address of a hub as people write it, made whole.

/** The address with its scheme, or nothing when it is none. Without one, what only the local network knows gets plain HTTP. */
export function wholeAddress(typed: string): string | null {
  const text = typed.trim();
  if (/^https?:/i.test(text)) return parse(text) && text;
  // Another scheme, or one that was mistyped.
  if (/^[a-z+.-]*:?\/\//i.test(text)) return null;
  const host = parse(`http:${text}`)?.hostname;
  if (!host) return null;
  return `${isNear(host) ? "http" : "https"}://${text}`;
}

function parse(text: string): URL | null {
  try {
    return /\s/.test(text) ? null : new URL(text);
  } catch {
    return null;
  }
}

/** Whether a host is this computer, or one that only the local network knows. */
function isNear(host: string): boolean {
  if (host.startsWith("[")) return /^\[(::1\]|f[cd]|fe[89ab])/.test(host);
  if (/^\d+(\.\d+){3}$/.test(host)) return /^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\./.test(host);
  return !host.includes(".") || /\.(local|localhost)$/.test(host);
}
