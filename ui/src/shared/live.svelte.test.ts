// What is shown stays current with few readings, and is never about something else than what one looks at.
import { flushSync } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import type { DeskEvent } from "../ipc/desk";
import { settle } from "../test/desk";
import { announce } from "./changes";
import { Live, live } from "./live.svelte";

type Changed = Extract<DeskEvent, { type: "changed" }>;

const change = (kind: string): Changed => ({ type: "changed", kinds: [kind], ids: [] });

/** A source whose readings are answered by hand, in the order in which they were begun. */
function source() {
  const waiting: { answer: (text: string) => void; fail: (why: unknown) => void }[] = [];
  let read = 0;
  return {
    load: () => {
      read++;
      return new Promise<string>((answer, fail) => waiting.push({ answer, fail }));
    },
    read: () => read,
    answer: async (text: string) => {
      waiting.shift()?.answer(text);
      await settle();
    },
    fail: async () => {
      waiting.shift()?.fail({ code: "storage", message: "no disk" });
      await settle();
    },
  };
}

describe("reading again", () => {
  it("follows a reading under way once, however much changed meanwhile", async () => {
    const from = source();
    const shown = new Live<string>();
    shown.aim(from.load);
    for (let i = 0; i < 100; i++) void shown.refresh();
    expect(from.read(), "one after the other").toBe(1);
    await from.answer("old");
    expect(from.read(), "what changed during the first is in the second").toBe(2);
    await from.answer("new");
    expect([from.read(), shown.data], "and that is all").toEqual([2, "new"]);
  });

  it("leaves what is shown until there is something newer", async () => {
    const from = source();
    const shown = new Live<string>();
    expect(shown.ready).toBe(false);
    shown.aim(from.load);
    await from.answer("old");
    void shown.refresh();
    expect([shown.ready, shown.data], "nothing flickers").toEqual([true, "old"]);
    await from.answer("new");
    expect(shown.data).toBe("new");
  });

  it("keeps the last answer beside the failure, and forgets the failure with the next answer", async () => {
    const from = source();
    const shown = new Live<string>();
    shown.aim(from.load);
    await from.answer("old");
    void shown.refresh();
    await from.fail();
    expect([shown.data, shown.error?.code]).toEqual(["old", "storage"]);
    void shown.refresh();
    await from.answer("new");
    expect([shown.data, shown.error]).toEqual(["new", null]);
  });
});

describe("looking at something else", () => {
  it("throws away an answer about what was shown before", async () => {
    const [before, after] = [source(), source()];
    const shown = new Live<string>();
    shown.aim(before.load);
    shown.aim(after.load);
    await before.answer("the other customer");
    expect(shown.data, "late, and about somebody else").toBeNull();
    await after.answer("this customer");
    expect(shown.data).toBe("this customer");
  });

  it("does not go on showing what was there before when the new one cannot be read", async () => {
    const [before, after] = [source(), source()];
    const shown = new Live<string>();
    shown.aim(before.load);
    await before.answer("the other customer");
    shown.aim(after.load);
    expect(shown.data, "until the answer is there, nothing flickers").toBe("the other customer");
    await after.fail();
    expect([shown.data, shown.error?.code], "somebody else's data under this name would be a lie").toEqual([null, "storage"]);
  });

  it("forgets what went wrong before", async () => {
    const [before, after] = [source(), source()];
    const shown = new Live<string>();
    shown.aim(before.load);
    await before.fail();
    shown.aim(after.load);
    expect(shown.error, "the failure was about something else").toBeNull();
  });

  it("shows nothing when there is nothing to look at", async () => {
    const from = source();
    const shown = new Live<string>();
    shown.aim(from.load);
    await from.answer("a customer");
    shown.aim(null);
    expect(shown.data).toBeNull();
  });
});

describe("a change on the desk", () => {
  let stop = () => {};
  afterEach(() => stop());

  function follow(from: ReturnType<typeof source>, kinds?: string[]): void {
    stop = $effect.root(() => void live(() => from.load, kinds));
    flushSync();
  }

  it("of the right kind is read, another is not", async () => {
    const from = source();
    follow(from, ["ticket"]);
    await from.answer("first");
    announce(change("grant"));
    expect(from.read(), "not about tickets").toBe(1);
    announce(change("ticket"));
    expect(from.read()).toBe(2);
  });

  it("of any kind is read where no kind is named", async () => {
    const from = source();
    follow(from);
    await from.answer("first");
    announce(change("article"));
    expect(from.read()).toBe(2);
  });

  it("is nobody's business once the screen is gone", async () => {
    const from = source();
    follow(from, ["ticket"]);
    await from.answer("first");
    stop();
    announce(change("ticket"));
    expect(from.read()).toBe(1);
  });
});
