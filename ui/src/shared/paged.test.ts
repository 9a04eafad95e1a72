// A long list holds only what is looked at, and stays where it is when it changes.
// @vitest-environment node
import { describe, expect, it } from "vitest";
import { settle } from "../test/desk";
import { Paged } from "./paged.svelte";

function counting(total: number) {
  const asked: number[] = [];
  let tag = "a";
  const load = async (offset: number, limit: number) => {
    asked.push(offset);
    const size = Math.max(0, Math.min(limit, total - offset));
    return { total, rows: Array.from({ length: size }, (_, i) => `${tag}${offset + i}`) };
  };
  return { asked, load, rename: (to: string) => (tag = to) };
}

describe("a list of a hundred thousand", () => {
  it("asks only for the pages that are looked at, each once", async () => {
    const source = counting(100_000);
    const list = new Paged(source.load);
    list.look(0, 30);
    list.look(5, 35);
    await settle();
    list.look(99_970, 100_000);
    await settle();
    expect(source.asked, "the first page and the last").toEqual([0, 99_960]);
    expect(list.row(99_999), "the last row").toBe("a99999");
    expect(list.row(50_000), "never looked at").toBeUndefined();
    expect(list.total).toBe(100_000);
  });

  it("lets pages far away go", async () => {
    const source = counting(100_000);
    const list = new Paged(source.load);
    list.look(0, 30);
    await settle();
    list.look(60_000, 60_030);
    await settle();
    expect(list.row(0), "too far away to hold").toBeUndefined();
  });

  it("reads again what is on screen when it changes, without a gap", async () => {
    const source = counting(1000);
    const list = new Paged(source.load);
    list.look(0, 30);
    await settle();
    source.rename("b");
    const again = list.refresh();
    expect(list.row(3), "the old row stays until the new one is there").toBe("a3");
    await again;
    expect(list.row(3)).toBe("b3");
  });

  it("forgets an answer that comes after the list was turned to something else", async () => {
    let answer = (_: { total: number; rows: string[] }) => {};
    const list = new Paged<string>(() => new Promise((done) => (answer = done)));
    list.look(0, 10);
    const late = answer;
    await list.reset(async () => ({ total: 1, rows: ["new"] }));
    late({ total: 5, rows: ["old"] });
    await settle();
    expect([list.total, list.row(0)], "the late answer is about something else").toEqual([1, "new"]);
  });
});

describe("a flood of changes", () => {
  /** Pages that are answered by hand. */
  function slow() {
    const waiting: (() => void)[] = [];
    let read = 0;
    const load = (name: string) => () => {
      const row = `${name}${++read}`;
      return new Promise<{ total: number; rows: string[] }>((answer) => waiting.push(() => answer({ total: 1, rows: [row] })));
    };
    const answer = async () => {
      waiting.shift()?.();
      await settle();
    };
    return { load, answer, read: () => read };
  }

  it("is read twice: what is under way, and once more for all that came meanwhile", async () => {
    const source = slow();
    const list = new Paged(source.load("a"));
    for (let i = 0; i < 100; i++) void list.refresh();
    expect(source.read(), "one after the other").toBe(1);
    await source.answer();
    expect(list.row(0), "a slow answer is shown although more has changed since").toBe("a1");
    await source.answer();
    expect([source.read(), list.row(0)], "and that is all").toEqual([2, "a2"]);
    void list.refresh();
    expect(source.read(), "the next change is read again").toBe(3);
  });

  it("does not hold up what one turns to", async () => {
    const [before, after] = [slow(), slow()];
    const list = new Paged(before.load("before"));
    void list.refresh();
    void list.refresh();
    void list.reset(after.load("after"));
    expect(after.read(), "asked at once").toBe(1);
    await before.answer();
    expect([list.row(0), before.read()], "the one before is forgotten").toEqual([undefined, 1]);
    void list.refresh();
    expect(after.read(), "still one after the other").toBe(1);
    await after.answer();
    await after.answer();
    expect(list.row(0), "and changes are heard as before").toBe("after2");
  });
});
