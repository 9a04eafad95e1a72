// Settings: whoever signs out is told what stays behind.
import { cleanup, render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState, StorageState } from "../ipc/desk";
import { fakeDesk } from "../test/desk";
import Settings from "./Settings.svelte";

function show(waiting: number, stuck: number): string | undefined {
  fakeDesk({});
  session.state = { mode: "team", person: { id: "agent-a", name: "坐席甲", login: "a", roles: ["agent"] }, hub_url: "http://127.0.0.1:7010", people: [] } as unknown as AppState;
  session.line = { ...session.line, online: true, waiting, stuck };
  render(Settings);
  return screen.queryByTestId("sign-out-left")?.textContent ?? undefined;
}

/** The sentences about this computer's disk. */
function disk(storage: StorageState): (string | null)[] {
  cleanup();
  show(0, 0);
  session.line = { ...session.line, storage };
  flushSync();
  return [...screen.getByTestId("storage").querySelectorAll("p")].map((said) => said.textContent);
}

afterEach(() => {
  session.state = null;
  session.line = { ...session.line, waiting: 0, stuck: 0, storage: { trouble: null, repairs: [] } };
});

describe("before signing out", () => {
  it("one hears what was not delivered or was sent back", () => {
    expect(show(2, 1)).toBe("还有 3 条未送达或被退回，退出后留在这台电脑上，你再登录时还在。");
  });

  it("one hears nothing when nothing is left", () => {
    expect(show(0, 0)).toBeUndefined();
  });
});

describe("this computer's disk", () => {
  const at = "2026-01-05T02:00:00Z";

  it("says in a plain sentence what keeps it from writing, and what is safe", () => {
    expect(disk({ trouble: null, repairs: [] })).toEqual(["你写的内容在本机保存着两份。"]);
    expect(disk({ trouble: "disk_full", repairs: [] })[0]).toContain("磁盘满了");
    expect(disk({ trouble: "something_new", repairs: [] })[0]).toContain("磁盘报错");
  });

  it("tells every repair, the newest first, and never asks anybody to delete anything", () => {
    const all = disk({ trouble: null, repairs: [{ what: "cache", at, lost: false }, { what: "work", at: "2026-01-05T03:00:00Z", lost: true }] });
    expect(all.slice(1).map((said) => said?.includes("两份文件都有损坏"))).toEqual([true, false]);
    expect(all.join()).not.toMatch(/删除|delete/);
  });
});
