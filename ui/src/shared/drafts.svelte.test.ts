// Writing is sacred: what is typed is on the disk in time, never half-composed, and never comes back after it was sent.
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fakeDesk, settle, write } from "../test/desk";
import { draftField } from "./draftField.svelte";
import { drafts, flushAll, openPad, watchWindow, type DraftPad } from "./drafts.svelte";
import { ime } from "./ime";

let pad: DraftPad;
let n = 0;
let stop: () => void = () => {};

function field(of: DraftPad, name = "text"): HTMLTextAreaElement {
  const box = document.body.appendChild(document.createElement("textarea"));
  stop = $effect.root(() => {
    $effect(() => draftField(of, name)(box) as (() => void) | void);
  });
  flushSync();
  return box;
}

beforeEach(() => {
  vi.useFakeTimers();
  pad = openPad(`reply-${++n}`, "reply", "t-1", { text: "" });
});

afterEach(() => {
  stop();
  ime.end(-1e9);
  pad.forget();
  drafts.all.clear();
  vi.useRealTimers();
});

describe("a keystroke", () => {
  it("is handed to the disk within 150 milliseconds", async () => {
    const desk = fakeDesk({});
    write(field(pad), "你好");
    expect(pad.state, "not yet on the disk").toBe("unsaved");
    await vi.advanceTimersByTimeAsync(150);
    expect(desk.of("save_draft"), "one write").toHaveLength(1);
    expect(desk.of("save_draft")[0]?.["draft"], "with the words and the cursor").toMatchObject({ fields: { text: "你好" }, focus: "text", caret: 2 });
    expect(pad.state, "the mark says so").toBe("saved");
  });

  it("of many in a row is one write, of the last state", async () => {
    const desk = fakeDesk({});
    const box = field(pad);
    for (const text of ["我", "我马", "我马上", "我马上查"]) {
      write(box, text);
      await vi.advanceTimersByTimeAsync(40);
    }
    await vi.advanceTimersByTimeAsync(150);
    expect(desk.of("save_draft").map((args) => (args["draft"] as { fields: { text: string } }).fields.text)).toEqual(["我马上查"]);
  });

  it("is written at once when the field loses the focus", async () => {
    const desk = fakeDesk({});
    const box = field(pad);
    write(box, "在");
    box.dispatchEvent(new FocusEvent("blur"));
    await settle();
    expect(desk.of("save_draft"), "without waiting").toHaveLength(1);
  });

  it("is written at once when the window is left", async () => {
    const desk = fakeDesk({});
    const unwatch = watchWindow();
    write(field(pad), "在");
    window.dispatchEvent(new Event("pagehide"));
    await settle();
    expect(desk.of("save_draft"), "without waiting").toHaveLength(1);
    unwatch();
  });
});

describe("while an input method composes", () => {
  it("nothing is saved, and the whole word is saved when it stands", async () => {
    const desk = fakeDesk({});
    const box = field(pad);
    ime.begin();
    for (const provisional of ["n", "ni", ""]) write(box, provisional);
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.of("save_draft"), "provisional text is nobody's words").toHaveLength(0);
    box.value = "你好";
    ime.end(0);
    box.dispatchEvent(new CompositionEvent("compositionend"));
    await vi.advanceTimersByTimeAsync(150);
    expect(desk.of("save_draft")[0]?.["draft"], "the committed words").toMatchObject({ fields: { text: "你好" } });
  });

  it("leaving the window saves the words that stand, not the provisional ones", async () => {
    const desk = fakeDesk({});
    const unwatch = watchWindow();
    const box = field(pad);
    write(box, "已经");
    ime.begin();
    write(box, "已经ni");
    window.dispatchEvent(new Event("blur"));
    await settle();
    expect(pad.text("text"), "the draft knows only what stands").toBe("已经");
    expect(desk.of("save_draft"), "and waits for the word").toHaveLength(0);
    ime.end(0);
    await flushAll();
    expect(desk.of("save_draft")[0]?.["draft"]).toMatchObject({ fields: { text: "已经" } });
    unwatch();
  });

  it("nothing is written into the field from outside", () => {
    fakeDesk({});
    const box = field(pad);
    box.value = "ni";
    ime.begin();
    pad.set("text", "别处写的");
    flushSync();
    expect(box.value, "a composition is never disturbed").toBe("ni");
  });
});

describe("a disk that refuses", () => {
  it("is said, and tried again with the next keystroke", async () => {
    let full = true;
    const desk = fakeDesk({
      save_draft: () => {
        if (full) throw { code: "storage", message: "disk full", rejection: null };
      },
    });
    const box = field(pad);
    write(box, "一");
    await vi.advanceTimersByTimeAsync(150);
    expect(pad.state, "the mark tells the truth").toBe("failed");
    full = false;
    write(box, "一二");
    await vi.advanceTimersByTimeAsync(150);
    expect(pad.state, "now it is on the disk").toBe("saved");
    expect(desk.of("save_draft")).toHaveLength(2);
  });
});

describe("sending", () => {
  it("waits for a write under way and saves nothing afterwards", async () => {
    let written = () => {};
    const desk = fakeDesk({
      save_draft: () => new Promise<void>((done) => (written = done)),
      submit: () => ({ id: "e-9", state: "waiting", n: 1 }),
    });
    write(field(pad), "好的");
    await vi.advanceTimersByTimeAsync(150);
    const sent = pad.submit({ type: "reply", ticket_id: "t-1", text: "好的", seen: null });
    await settle();
    expect(desk.of("submit"), "not before the disk has answered").toHaveLength(0);
    written();
    await sent;
    await vi.advanceTimersByTimeAsync(1000);
    expect(desk.asked.map((one) => one.command), "the draft does not come back").toEqual(["save_draft", "submit"]);
    expect(desk.of("submit")[0], "the desk removes the draft in the same breath").toMatchObject({ draftId: pad.id });
  });

  it("keeps the words when it is refused", async () => {
    const desk = fakeDesk({
      submit: () => {
        throw { code: "rejected", message: "resolved", rejection: { code: "ticket_resolved", ticket_id: "t-1" } };
      },
    });
    write(field(pad), "好的");
    await expect(pad.submit({ type: "reply", ticket_id: "t-1", text: "好的", seen: null })).rejects.toMatchObject({ rejection: { code: "ticket_resolved" } });
    await vi.advanceTimersByTimeAsync(150);
    expect(desk.of("save_draft").at(-1)?.["draft"], "the words are on the disk").toMatchObject({ fields: { text: "好的" } });
  });
});

describe("a draft that was left", () => {
  it("comes back with its words, and the cursor where it was", () => {
    fakeDesk({});
    drafts.all.set("reply-old", { id: "reply-old", kind: "reply", subject: "t-1", fields: { text: "写到一半" }, focus: "text", caret: 2, updated_at: null });
    const old = openPad("reply-old", "reply", "t-1", { text: "" });
    const box = field(old);
    box.focus();
    expect(box.value).toBe("写到一半");
    expect(box.selectionStart, "between the second and the third character").toBe(2);
    old.forget();
  });

  it("goes away when its last word is deleted", async () => {
    const desk = fakeDesk({});
    const box = field(pad);
    write(box, "嗯");
    await vi.advanceTimersByTimeAsync(150);
    write(box, "");
    await vi.advanceTimersByTimeAsync(150);
    expect(desk.of("drop_draft"), "an empty reply is no draft").toEqual([{ id: pad.id }]);
    expect(pad.state).toBe("empty");
  });
});

describe("leaving", () => {
  it("writes every pad that has something new", async () => {
    const desk = fakeDesk({});
    const other = openPad("note-1", "note", "t-1", { text: "" });
    pad.set("text", "甲");
    other.set("text", "乙");
    await flushAll();
    expect(desk.of("save_draft"), "both").toHaveLength(2);
    other.forget();
  });
});
