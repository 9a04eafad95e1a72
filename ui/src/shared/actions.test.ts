// Keys reach the right action, and never while somebody writes.
import { beforeEach, describe, expect, it } from "vitest";
import { registry, type Action } from "./actions.svelte";
import { caps, parseKeys } from "./keys";

const done: string[] = [];
let remove: (() => void)[] = [];

function action(id: string, keys: string[], more: Partial<Action> = {}): Action {
  return { id, title: "app.retry", group: "app", keys, run: () => done.push(id), ...more };
}

function offer(actions: Action[], modal = false) {
  remove.push(registry.add(actions, modal));
}

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  target.dispatchEvent(event);
  return registry.press(event);
}

beforeEach(() => {
  remove.forEach((stop) => stop());
  remove = [];
  done.length = 0;
});

describe("the registry", () => {
  it("runs the action of a key and of a sequence", () => {
    offer([action("next", ["j"]), action("go", ["g q"])]);
    press("j");
    press("g");
    press("q");
    expect(done, "a key, then a sequence of two").toEqual(["next", "go"]);
  });

  it("leaves Enter to the button that was reached by keyboard", () => {
    offer([action("open", ["enter"]), action("send", ["mod+enter"], { always: true })]);
    const button = document.body.appendChild(document.createElement("button"));
    // The test window cannot tell how the focus got there.
    Object.defineProperty(button, "matches", { value: (selector: string) => selector === ":focus-visible" });
    press("Enter", {}, button);
    press("Enter", { ctrlKey: true }, button);
    press("Enter");
    expect(done, "the button is pressed, a combination still counts, and elsewhere Enter opens").toEqual(["send", "open"]);
    button.remove();
  });

  it("keeps single letters to itself while a text is being written", () => {
    offer([action("reply", ["r"]), action("send", ["mod+enter"], { always: true })]);
    const box = document.body.appendChild(document.createElement("textarea"));
    press("r", {}, box);
    press("Enter", { ctrlKey: true }, box);
    expect(done, "only the combination works in a text").toEqual(["send"]);
  });

  it("does nothing with a key of the input method", () => {
    offer([action("reply", ["r"])]);
    press("r", { isComposing: true });
    expect(done, "composing").toEqual([]);
  });

  it("lets a dialog cover what is below", () => {
    offer([action("reply", ["r"]), action("palette", ["mod+k"], { always: true })]);
    offer([action("confirm", ["a"])], true);
    press("r");
    press("a");
    press("k", { ctrlKey: true });
    expect(done, "below a dialog only what always works").toEqual(["confirm", "palette"]);
  });

  it("does not run what is not available now", () => {
    offer([action("claim", ["c"], { unless: () => "app.retry" })]);
    press("c");
    expect(done, "it is not available").toEqual([]);
  });

  it("lets the newest layer win a key", () => {
    offer([action("escape-app", ["escape"])]);
    offer([action("escape-view", ["escape"])]);
    press("Escape");
    expect(done, "the view came later").toEqual(["escape-view"]);
  });

  it("does not confuse a letter with its capital or with a modifier", () => {
    offer([action("reply", ["r"])]);
    press("R", { shiftKey: true });
    press("r", { ctrlKey: true });
    press("r", { altKey: true });
    expect(done, "none of them is the plain key").toEqual([]);
  });
});

describe("written combinations", () => {
  it("are shown as caps", () => {
    expect(caps("mod+enter"), "outside a Mac").toEqual(["Ctrl", "↵"]);
    expect(caps("g q"), "a sequence").toEqual(["G", "Q"]);
  });

  it("may contain the plus sign", () => {
    expect(parseKeys("mod++")[0]?.key, "the last part is the key").toBe("+");
  });
});
