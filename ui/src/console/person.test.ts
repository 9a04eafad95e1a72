// Another person at the same desk: the first one's words are safe, and nothing leads back to the first one's work.
import { beforeEach, expect, it, vi } from "vitest";
import type { AppState } from "../ipc/desk";
import { openPad } from "../shared/drafts.svelte";
import { toasts } from "../shared/toasts.svelte";
import { fakeDesk, settle } from "../test/desk";
import { nav } from "./nav.svelte";
import { changePerson, signOut } from "./person";
import { session } from "./session.svelte";

const other = { mode: "solo", person: { id: "agent-b", roles: ["agent"] }, people: [], line: session.line, drill: null } as unknown as AppState;

beforeEach(() => {
  nav.reset();
  toasts.clear();
});

it("writes what was begun before the next person is let in", async () => {
  const desk = fakeDesk({ preferences: () => ({}), people: () => [], drafts: () => [] });
  openPad("reply-t-1", "reply", "t-1").set("text", "马上为您查");
  const sign = vi.fn(async () => {
    expect(desk.of("save_draft"), "on the disk by now").toHaveLength(1);
    return other;
  });
  await changePerson(sign);
  expect(sign).toHaveBeenCalledOnce();
  expect(session.person?.id).toBe("agent-b");
});

it("leaves no way back to what the one before looked at", async () => {
  fakeDesk({ preferences: () => ({}), people: () => [], drafts: () => [] });
  nav.go("customers", "c-1");
  await changePerson(async () => other, "settings");
  expect(nav.place).toEqual({ view: "settings", id: null });
  nav.back();
  expect(nav.place.view, "the customer was somebody else's").toBe("settings");
});

it("says what stays behind at signing out", async () => {
  fakeDesk({ preferences: () => ({}), people: () => [], drafts: () => [], sign_out: () => other });
  session.line = { ...session.line, waiting: 1, stuck: 2 };
  await signOut();
  expect(toasts.list.map((toast) => toast.text).join()).toContain("3 条未送达或被退回");
  toasts.clear();
  session.line = { ...session.line, waiting: 0, stuck: 0 };
  await signOut();
  expect(toasts.list, "nothing stays, nothing is said").toEqual([]);
});

it("stays where one is when nobody is let in", async () => {
  fakeDesk({});
  nav.go("customers", "c-1");
  await changePerson(() => Promise.reject({ code: "storage", message: "no disk" }));
  await settle();
  expect(nav.place.id).toBe("c-1");
  expect(toasts.list.map((toast) => toast.tone)).toEqual(["bad"]);
});
