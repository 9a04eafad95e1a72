// The event sequences of the three web views, as they were recorded, against the one guard.
import { describe, expect, it } from "vitest";
import { InputMethod } from "./ime";

interface Key {
  key: string;
  keyCode: number;
  isComposing?: boolean;
  at: number;
}

function keydown({ key, keyCode, isComposing = false, at }: Key): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, keyCode, isComposing });
  Object.defineProperty(event, "timeStamp", { value: at });
  return event;
}

describe("WebKitGTK with ibus-libpinyin", () => {
  it("gives the first letter of a composition to the input method although isComposing is still false", () => {
    const ime = new InputMethod();
    const first = keydown({ key: "Unidentified", keyCode: 229, at: 0 });
    expect(ime.owns(first), "the first 229 opens the composition").toBe(true);
  });

  it("never takes the Enter that commits raw pinyin for a person's Enter", () => {
    const ime = new InputMethod();
    ime.begin();
    const commit = keydown({ key: "Unidentified", keyCode: 229, isComposing: true, at: 10 });
    expect(ime.owns(commit), "the committing keydown is the input method's").toBe(true);
    ime.end(11);
    const own = keydown({ key: "Enter", keyCode: 13, at: 60 });
    expect(ime.owns(own), "a real Enter right after the commit is the person's").toBe(false);
  });

  it("gives the space that picks a candidate to the input method", () => {
    const ime = new InputMethod();
    ime.begin();
    const pick = keydown({ key: "Unidentified", keyCode: 229, isComposing: true, at: 10 });
    expect(ime.owns(pick), "space while composing picks a candidate").toBe(true);
  });
});

describe("WKWebView", () => {
  it("swallows the confirming Enter that comes after compositionend, exactly once", () => {
    const ime = new InputMethod();
    ime.begin();
    ime.end(100);
    const confirming = keydown({ key: "Enter", keyCode: 229, at: 101 });
    expect(ime.owns(confirming), "the confirming Enter arrives late with 229").toBe(true);
    const next = keydown({ key: "Enter", keyCode: 229, at: 180 });
    expect(ime.owns(next), "the next Enter sends, even inside the half second and tagged 229").toBe(false);
  });

  it("answers the same for one event however many handlers ask", () => {
    const ime = new InputMethod();
    ime.begin();
    ime.end(100);
    const confirming = keydown({ key: "Enter", keyCode: 229, at: 101 });
    expect(ime.owns(confirming), "the first handler is told no").toBe(true);
    expect(ime.owns(confirming), "the second handler is told the same").toBe(true);
  });

  it("accepts the confirming key when its time stamp is a little before compositionend", () => {
    const ime = new InputMethod();
    ime.begin();
    ime.end(100);
    const confirming = keydown({ key: "Enter", keyCode: 229, at: 98 });
    expect(ime.owns(confirming), "the key was pressed before the composition ended").toBe(true);
  });

  it("lets a lone Enter through although a Chinese source tags it 229", () => {
    const ime = new InputMethod();
    const lone = keydown({ key: "Enter", keyCode: 229, at: 5000 });
    expect(ime.owns(lone), "nothing was composed, so it is the person's Enter").toBe(false);
  });

  it("lets an Enter through that comes long after the composition ended", () => {
    const ime = new InputMethod();
    ime.begin();
    ime.end(100);
    const late = keydown({ key: "Enter", keyCode: 229, at: 700 });
    expect(ime.owns(late), "more than half a second later it is the person's").toBe(false);
  });

  it("owes nothing once an ordinary key was pressed in between", () => {
    const ime = new InputMethod();
    ime.begin();
    ime.end(100);
    expect(ime.owns(keydown({ key: "a", keyCode: 65, at: 120 })), "an ordinary letter").toBe(false);
    const enter = keydown({ key: "Enter", keyCode: 229, at: 200 });
    expect(ime.owns(enter), "the confirming key would have come first").toBe(false);
  });
});

describe("WebView2", () => {
  it("trusts isComposing on the confirming keydown", () => {
    const ime = new InputMethod();
    ime.begin();
    const confirming = keydown({ key: "Enter", keyCode: 13, isComposing: true, at: 10 });
    expect(ime.owns(confirming), "composing").toBe(true);
    ime.end(12);
    expect(ime.owns(keydown({ key: "Enter", keyCode: 13, at: 40 })), "the next Enter sends").toBe(false);
  });

  it("ignores Process keys", () => {
    const ime = new InputMethod();
    expect(ime.owns(keydown({ key: "Process", keyCode: 229, at: 0 })), "Process is never a shortcut").toBe(true);
  });
});

describe("the watch over a window", () => {
  it("follows the composition events and forgets them when it is stopped", () => {
    const ime = new InputMethod();
    const stop = ime.watch(window);
    window.dispatchEvent(new CompositionEvent("compositionstart"));
    expect(ime.composing, "a composition began").toBe(true);
    window.dispatchEvent(new CompositionEvent("compositionend"));
    expect(ime.composing, "it ended").toBe(false);
    stop();
    window.dispatchEvent(new CompositionEvent("compositionstart"));
    expect(ime.composing, "nobody watches any more").toBe(false);
  });

  it("judges the confirming key even when no handler asks", () => {
    const ime = new InputMethod();
    const stop = ime.watch(window);
    window.dispatchEvent(new CompositionEvent("compositionend"));
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229 }));
    const next = new KeyboardEvent("keydown", { key: "Enter", keyCode: 229 });
    expect(ime.owns(next), "the debt was paid by the key before").toBe(false);
    stop();
  });
});
