// A little Markdown, read into plain data: headings, lists, paragraphs, tables as text, bold and code. Whatever else
// stands in an article stays the text that it is; nothing of it ever becomes markup.

export interface Piece {
  text: string;
  look: "plain" | "bold" | "code";
}

export type Block =
  | { type: "heading"; level: number; pieces: Piece[] }
  | { type: "item"; depth: number; mark: string; pieces: Piece[] }
  | { type: "paragraph"; pieces: Piece[] }
  | { type: "quote"; pieces: Piece[] }
  | { type: "code"; text: string }
  | { type: "rule" };

/** Reads a text into blocks, line by line. */
export function blocks(text: string): Block[] {
  const found: Block[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.trimStart().startsWith("```")) {
      const end = lines.findIndex((later, at) => at > i && later.trimStart().startsWith("```"));
      const last = end < 0 ? lines.length : end;
      found.push({ type: "code", text: lines.slice(i + 1, last).join("\n") });
      i = last;
    } else if (line.trim()) found.push(block(line, found.at(-1), lines[i - 1] ?? ""));
  }
  return found.filter((one) => one.type !== "paragraph" || one.pieces.length > 0);
}

function block(line: string, before: Block | undefined, lineBefore: string): Block {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return { type: "heading", level: heading[1]!.length, pieces: pieces(heading[2]!) };
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return { type: "rule" };
  const item = /^(\s*)([-*+]|\d+[.)、])\s+(.*)$/.exec(line);
  if (item) return { type: "item", depth: Math.floor(item[1]!.length / 2), mark: /\d/.test(item[2]!) ? item[2]! : "•", pieces: pieces(item[3]!) };
  const quote = /^\s*>\s?(.*)$/.exec(line);
  if (quote) return { type: "quote", pieces: pieces(quote[1]!) };
  if (before?.type === "paragraph" && lineBefore.trim()) {
    before.pieces.push({ text: "\n", look: "plain" }, ...pieces(line.trim()));
    return { type: "paragraph", pieces: [] };
  }
  return { type: "paragraph", pieces: pieces(line.trim()) };
}

/** The pieces of a line: bold, code, and the rest. */
export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(/\*\*([^*]+)\*\*|`([^`]+)`/g)) {
    if (match.index > at) found.push({ text: line.slice(at, match.index), look: "plain" });
    found.push(match[1] === undefined ? { text: match[2]!, look: "code" } : { text: match[1], look: "bold" });
    at = match.index + match[0].length;
  }
  if (at < line.length) found.push({ text: line.slice(at), look: "plain" });
  return found;
}
