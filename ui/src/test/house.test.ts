// The rules of the house of the UI, read from its own sources.
// @vitest-environment node
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const sources = import.meta.glob<string>(["../**/*.svelte", "../**/*.ts", "!../**/*.test.ts", "!../test/**"], {
  query: "?raw",
  import: "default",
  eager: true,
});
const styles = ["shared/base.css", "shared/tokens.css"].map((path) => ({ path, text: readFileSync(`src/${path}`, "utf8") }));
const files = [...Object.entries(sources).map(([path, text]) => ({ path: path.replace(/^\.\.\//, ""), text })), ...styles];
const written = files.filter(({ path }) => !["ipc/bindings.ts", "ipc/commands.ts"].includes(path));

function roomOf(path: string): string {
  return path.includes("/") ? path.split("/")[0]! : "main";
}

/** The rooms that a file imports from. */
function importsOf(path: string, text: string): string[] {
  const folder = path.split("/").slice(0, -1);
  return [...text.matchAll(/from "(\.[^"]*)"|import "(\.[^"]*)"/g)].map((match) => {
    const steps = [...folder];
    for (const step of (match[1] ?? match[2])!.split("/")) {
      if (step === "..") steps.pop();
      else if (step !== ".") steps.push(step);
    }
    return steps.length > 1 ? steps[0]! : "main";
  });
}

describe("the house", () => {
  it("reaches Rust through one door only", () => {
    const strangers = files.filter(({ path, text }) => text.includes("@tauri-apps/") && !path.startsWith("ipc/"));
    expect(strangers.map(({ path }) => path), "only ui/src/ipc may import @tauri-apps").toEqual([]);
  });

  it("stands on three floors: shared, console, rooms, and the frame above", () => {
    const ground = ["shared", "i18n", "ipc"];
    const wrong = files.flatMap(({ path, text }) =>
      importsOf(path, text)
        .filter((to) => {
          const from = roomOf(path);
          if (from === "main" || from === "app") return false;
          if (ground.includes(from)) return !ground.includes(to);
          if (from === "console") return ![...ground, "console"].includes(to);
          return to === "app";
        })
        .map((to) => `${path} imports from ${to}`),
    );
    expect(wrong, "a lower floor knows nothing of a higher one").toEqual([]);
  });

  it("draws everything through text nodes and style sheets", () => {
    const html = written.filter(({ text }) => /\{@html/.test(text)).map(({ path }) => path);
    const inline = written.filter(({ path, text }) => path.endsWith(".svelte") && /<[a-z][^<>]*\sstyle=/.test(text)).map(({ path }) => path);
    const remote = written.filter(({ path, text }) => !["settings/SignIn.svelte", "shared/links.ts"].includes(path) && /https?:\/\/(?!www\.w3\.org)/.test(text)).map(({ path }) => path);
    expect(html, "customer text never becomes markup").toEqual([]);
    expect(inline, "an inline style would need a wider Content-Security-Policy").toEqual([]);
    expect(remote, "nothing is fetched from elsewhere").toEqual([]);
  });

  it("keeps its files small, and each says what it is for", () => {
    const long = written.filter(({ text }) => text.split("\n").length > 320).map(({ path }) => path);
    const silent = written.filter(({ path, text }) => !opensWithPurpose(path, text)).map(({ path }) => path);
    expect(long, "a file is one noun").toEqual([]);
    expect(silent, "every file opens with what it is for").toEqual([]);
  });

  it("names every colour once, in the tokens", () => {
    const strays = written.filter(({ path, text }) => path !== "shared/tokens.css" && /#[0-9a-f]{3,8}\b/i.test(styleOf(path, text)));
    expect(strays.map(({ path }) => path), "colours are tokens").toEqual([]);
  });

  it("listens to keys in keydown only, because a keyup after a composition says Enter", () => {
    const handlers = written.filter(({ path, text }) => /onkeyup|"keyup"/.test(text) && path !== "shared/draftField.svelte.ts");
    expect(handlers.map(({ path }) => path), "keyup is only looked at for the position of the cursor").toEqual([]);
  });

  it("asks the input method before it acts on Enter or Escape in a field", () => {
    const careless = written.filter(({ text }) => /event\.key === "Enter"/.test(text) && !/ime\.owns/.test(text));
    expect(careless.map(({ path }) => path), "the one guard stands before every Enter").toEqual([]);
  });
});

function opensWithPurpose(path: string, text: string): boolean {
  if (path.endsWith(".css")) return text.startsWith("/*");
  if (path.endsWith(".svelte")) return /^<script[^>]*>\n {2}\/\//.test(text);
  return text.startsWith("//");
}

function styleOf(path: string, text: string): string {
  if (path.endsWith(".css")) return text;
  return /<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "";
}
