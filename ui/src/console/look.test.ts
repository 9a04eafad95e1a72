// The language and the colours of this computer: whoever has not chosen their own sees those used last.
import { afterEach, beforeEach, expect, it } from "vitest";
import { language } from "../i18n/i18n.svelte";
import { appState, fakeDesk, manager } from "../test/desk";
import { session } from "./session.svelte";

let own: Record<string, string>;

beforeEach(() => {
  localStorage.clear();
  fakeDesk({ preferences: () => own, people: () => [], drafts: () => [] });
});

afterEach(() => {
  localStorage.clear();
  session.preferences = {};
  session.state = null;
  language.choose("zh-CN", "zh-CN");
});

it("stay when one signs out, and give way to what another person has chosen", async () => {
  own = { locale: "zh-CN", theme: "dark" };
  await session.take(appState({ mode: "team", system_locale: "en-US" }));
  own = {};
  await session.take(appState({ system_locale: "en-US" }));
  expect([language.locale, session.theme], "nobody has chosen anything else").toEqual(["zh-CN", "dark"]);
  own = { locale: "", theme: "light" };
  await session.take(appState({ person: manager, system_locale: "en-US" }));
  expect([language.locale, session.theme], "the system's language is a choice too").toEqual(["en", "light"]);
});

it("are those chosen last, and nothing about the person is kept with them", async () => {
  own = { panels: '{"queue":300}' };
  await session.take(appState());
  await session.prefer("theme", "dark");
  await session.prefer("bench", "c-1");
  own = {};
  await session.take(appState({ person: manager }));
  expect(session.theme).toBe("dark");
  expect(Object.entries(localStorage).flat().join(), "only how it looks").not.toMatch(/c-1|300/);
});
