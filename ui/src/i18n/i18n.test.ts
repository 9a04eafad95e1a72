// Both languages are complete: the same keys, the same parameters, nothing missing, nothing left over.
import { afterEach, describe, expect, it } from "vitest";
import { en } from "./en";
import { language, named, speak, t, type Key } from "./i18n.svelte";
import type { Message } from "./translation";
import { zh } from "./zh";

const sources = import.meta.glob<string>(["../**/*.svelte", "../**/*.ts", "!../**/*.test.ts", "!./{zh,en}/**"], { query: "?raw", import: "default", eager: true });
const code = Object.entries(sources)
  .filter(([path]) => !/^\.\/(zh|en)\//.test(path))
  .map(([, text]) => text)
  .join("\n");
const keys = Object.keys(zh) as Key[];

function forms(message: Message): string[] {
  return typeof message === "string" ? [message] : [message.one, message.other];
}

function parameters(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))].sort();
}

afterEach(() => language.choose("zh-CN", "zh-CN"));

describe("the two languages", () => {
  it("have the same keys", () => {
    expect(Object.keys(en).sort(), "each message in both").toEqual([...keys].sort());
  });

  it("fill in the same parameters", () => {
    const differing = keys.filter((key) => forms(en[key]).some((form) => parameters(form).join() !== parameters(zh[key]).join()));
    expect(differing, "a parameter is used in both or in none").toEqual([]);
  });

  it("leave no message empty", () => {
    const empty = keys.filter((key) => [zh[key], ...forms(en[key])].some((text) => text.trim() === ""));
    expect(empty, "every message says something").toEqual([]);
  });

  it("keep Chinese out of English, and never shout", () => {
    const han = keys.filter((key) => forms(en[key]).some((text) => /\p{Script=Han}/u.test(text)));
    const loud = keys.filter((key) => [zh[key], ...forms(en[key])].some((text) => /[!！]/.test(text)));
    expect(han, "English is English").toEqual([]);
    expect(loud, "no exclamation marks").toEqual([]);
  });
});

describe("the messages", () => {
  it("are all used", () => {
    const literal = new Set([...code.matchAll(/["'`]([a-z_]+\.[\w.-]+)["'`]/g)].map((match) => match[1]!));
    const templates = [...code.matchAll(/`([a-z_]+\.[\w.]*)\$\{[^}]*\}([\w.]*)`/g)].map((match) => ({ start: match[1]!, end: match[2]! }));
    for (const match of code.matchAll(/\bnamed\("(\w+)"/g)) templates.push({ start: `${match[1]!}.`, end: "" });
    const used = (key: string) => literal.has(key) || templates.some(({ start, end }) => key.startsWith(start) && key.endsWith(end) && key.length > start.length);
    expect(keys.filter((key) => !used(key)), "a message nobody shows should go").toEqual([]);
  });

  it("are spoken in the language of the moment", () => {
    expect(t("line.waiting", { n: 1200 }), "Chinese first").toBe("1,200 条未送达");
    language.choose(null, "en-GB");
    expect(t("line.online"), "the system speaks English").toBe("Online");
    language.choose("zh-CN", "en-GB");
    expect(t("line.online"), "the person chose Chinese").toBe("在线");
  });

  it("name the codes they know, and leave the others as they are", () => {
    expect(named("cause", "damaged")).toBe("商品破损");
    expect(named("cause", "struck_by_lightning"), "a newer desk may know more").toBe("struck_by_lightning");
  });

  it("know one from many where the language does", () => {
    expect(speak("en", "nav.breached", { n: 1 }), "one").toBe("1 ticket is overdue");
    expect(speak("en", "nav.breached", { n: 2 }), "many").toBe("2 tickets are overdue");
    expect(speak("zh-CN", "nav.breached", { n: 2 }), "Chinese has one form").toBe("2 张工单已超时");
  });
});
