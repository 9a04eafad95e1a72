// Settings: whoever signs out is told what stays behind.
import { render, screen } from "@testing-library/svelte";
import { afterEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState } from "../ipc/desk";
import { fakeDesk } from "../test/desk";
import Settings from "./Settings.svelte";

function show(waiting: number, stuck: number): string | undefined {
  fakeDesk({});
  session.state = { mode: "team", person: { id: "agent-a", name: "坐席甲", login: "a", roles: ["agent"] }, hub_url: "http://127.0.0.1:7010", people: [] } as unknown as AppState;
  session.line = { ...session.line, online: true, waiting, stuck };
  render(Settings);
  return screen.queryByTestId("sign-out-left")?.textContent ?? undefined;
}

afterEach(() => {
  session.state = null;
  session.line = { ...session.line, waiting: 0, stuck: 0 };
});

describe("before signing out", () => {
  it("one hears what was not delivered or was sent back", () => {
    expect(show(2, 1)).toBe("还有 3 条未送达或被退回，退出后留在这台电脑上，你再登录时还在。");
  });

  it("one hears nothing when nothing is left", () => {
    expect(show(0, 0)).toBeUndefined();
  });
});
