// Every error code that the desk and the program can answer with has words of its own, in both languages.
// @vitest-environment node
import { readFileSync, readdirSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { isKey, language } from "../i18n/i18n.svelte";
import { words } from "./errors";

const DESK = readFileSync("../src-tauri/desk/src/error.rs", "utf8");
const PROGRAM = readdirSync("../src-tauri/app")
  .filter((name) => name.endsWith(".rs"))
  .map((name) => readFileSync(`../src-tauri/app/${name}`, "utf8"))
  .join("\n");

const codes = [
  ...new Set([
    ...[...DESK.matchAll(/=>\s*"([a-z_]+)"/g)].map((match) => match[1]!),
    ...[...PROGRAM.matchAll(/IpcError::new\(\s*"([a-z_]+)"/g)].map((match) => match[1]!),
  ]),
].sort();

afterEach(() => language.choose("zh-CN", "zh-CN"));

it("the codes are read from where they are made", () => {
  expect(codes, "both sources are still written as this test reads them").toEqual(expect.arrayContaining(["copied", "hub_error", "internal", "store", "unreachable", "wrong_credentials"]));
});

describe.each(["zh-CN", "en"])("in %s", (locale) => {
  it.each(codes)("%s is explained", (code) => {
    language.choose(locale, locale);
    expect(isKey(`error.${code}`), "the code has words").toBe(true);
    const said = words({ code, message: "for the log", rejection: null });
    const stumbled = words({ code: "internal", message: "for the log", rejection: null });
    expect(said === stumbled, "and they are its own").toBe(code === "internal");
    expect(said.match(/[。.]/g)?.length ?? 0, "what happened, and what is safe or what to do").toBeGreaterThan(1);
  });
});
