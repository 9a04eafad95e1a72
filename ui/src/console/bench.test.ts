// Tabs: glances give way, kept tickets stay, drafts never get lost, and a damaged memory is no reason not to start.
import { beforeEach, describe, expect, it } from "vitest";
import type { Draft } from "../ipc/desk";
import { drafts } from "../shared/drafts.svelte";
import { fakeDesk, settle } from "../test/desk";
import { bench } from "./bench.svelte";
import { session } from "./session.svelte";

function draft(id: string, fields: Record<string, string> = {}): Draft {
  return { id, kind: "ticket", subject: "", fields, focus: "title", caret: 0, updated_at: null };
}

beforeEach(() => {
  fakeDesk({});
  drafts.all.clear();
  session.preferences = {};
  bench.restore();
});

describe("the workbench", () => {
  it("is laid out as it was left, glances left out", () => {
    bench.open("a");
    bench.open("b");
    bench.glance("c");
    bench.restore();
    expect(bench.tabs.map((tab) => tab.id), "c was only looked at").toEqual(["a", "b"]);
  });

  it("opens with what can be read of a damaged memory", () => {
    for (const bad of ["{", "null", '{"tabs":[{"kind":"ticket"},{"kind":"x","id":"1"},7]}', '{"front":"x","scope":"everything"}']) {
      session.preferences = { bench: bad };
      bench.restore();
      expect(bench.tabs, `${bad} means an empty bench`).toEqual([]);
      expect(bench.scope).toBe("mine");
    }
  });

  it("offers the most urgent ticket once, to somebody who has nothing open", () => {
    bench.offer("urgent");
    expect([bench.ticketId, bench.offered]).toEqual(["urgent", true]);
    bench.glance("other");
    expect(bench.offered, "now the person has chosen").toBe(false);
    bench.close();
    bench.offer("urgent");
    expect(bench.tabs, "what was closed stays closed").toEqual([]);
  });

  it("offers nothing over what was left open", () => {
    bench.open("a");
    bench.restore();
    bench.offer("urgent");
    expect(bench.ticketId).toBe("a");
  });

  it("turns a draft into its ticket in place", () => {
    bench.open("a");
    drafts.all.set("d", draft("d", { title: "x" }));
    bench.write("d");
    bench.open("b");
    bench.became("d", "t-new");
    expect(bench.tabs.map((tab) => tab.id)).toEqual(["a", "t-new", "b"]);
  });

  it("keeps a draft whose tab is closed, unless nothing was written on it", async () => {
    drafts.all.set("full", draft("full", { title: "安装" }));
    drafts.all.set("blank", draft("blank"));
    bench.write("full");
    bench.close();
    bench.write("blank");
    bench.close();
    await settle();
    expect([...drafts.all.keys()], "only the blank one is gone").toEqual(["full"]);
  });

  it("shows a neighbour when the tab in front is closed", () => {
    for (const id of ["a", "b", "c"]) bench.open(id);
    bench.turn(1);
    bench.close();
    expect(bench.ticketId, "the one that moves into its place").toBe("c");
    bench.close();
    expect(bench.ticketId, "at the end the one before").toBe("a");
    bench.close();
    expect(bench.ticketId).toBeNull();
  });
});
