// An empty list during the first synchronisation is not a list without anything.
import { render, screen } from "@testing-library/svelte";
import { afterEach, expect, it } from "vitest";
import { fakeDesk, appState } from "../test/desk";
import NothingYet from "./NothingYet.svelte";
import { session } from "./session.svelte";

const LINE = session.line;

function show(mode: "solo" | "team", online: boolean, complete: boolean): string {
  fakeDesk({});
  session.state = appState({ mode });
  session.line = { ...LINE, online, complete };
  const { unmount } = render(NothingYet, { title: "还没有用户", hint: "导入后出现" });
  const said = screen.getByTestId("empty").textContent ?? "";
  unmount();
  return said;
}

afterEach(() => {
  session.state = null;
  session.line = LINE;
});

it("says that the first copy is on its way", () => {
  expect(show("team", true, false)).toContain("首次同步中");
});

it("says that it is interrupted while there is no line", () => {
  expect(show("team", false, false)).toMatch(/首次同步.*连上/);
});

it("says that there is nothing once everything is here, and on a desk without a hub", () => {
  expect(show("team", true, true)).toContain("还没有用户");
  expect(show("solo", true, false)).toContain("还没有用户");
});
