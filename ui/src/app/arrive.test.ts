// Wherever one goes, the keyboard is there too: in the room's list, never left behind on what led there.
import { render, screen } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bench } from "../console/bench.svelte";
import { counts as marks } from "../console/counts.svelte";
import { nav } from "../console/nav.svelte";
import { session } from "../console/session.svelte";
import type { AppState } from "../ipc/desk";
import { registry } from "../shared/actions.svelte";
import { toasts } from "../shared/toasts.svelte";
import { appState, counts, fakeDesk, keydown, manager, person, row, settle } from "../test/desk";
import App from "./App.svelte";

let state: AppState;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  state = appState();
  fakeDesk({
    start: () => state,
    enter_solo: () => (state = appState({ person: manager })),
    preferences: () => ({}),
    people: () => [person, manager],
    drafts: () => [],
    queue: () => ({ total: 1, counts, rows: [row("t-0")] }),
    customers: () => ({ total: 1, rows: [{ id: "c-1", name: "宋敬明", reach: "", place: "", orders: 1, live_tickets: 0 }] }),
    grants: () => [],
    alerts: () => [],
    unheard_alerts: () => 0,
  });
});

afterEach(() => {
  nav.reset();
  toasts.clear();
  bench.tabs = [];
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function pass(): Promise<void> {
  await settle();
  await vi.advanceTimersByTimeAsync(200);
  flushSync();
}

async function open(): Promise<void> {
  render(App);
  await pass();
}

function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  return keydown(document.activeElement ?? document.body, key, more);
}

const focused = () => (document.activeElement as HTMLElement | null)?.dataset["testid"];

describe("going somewhere", () => {
  it("leads the keyboard from the rail into the list", async () => {
    await open();
    screen.getByTestId("nav-customers").focus();
    screen.getByTestId("nav-customers").click();
    await pass();
    expect(focused(), "Enter would press the rail again").toBe("customer-list");
    screen.getByTestId("nav-customers").focus();
    screen.getByTestId("nav-customers").click();
    await pass();
    expect(focused(), "also when one is there already").toBe("customer-list");
  });

  it("leads it there by keys as well, and to the heading of a room without a list", async () => {
    await open();
    screen.getByTestId("nav-settings").focus();
    press("g");
    press("q");
    await pass();
    expect(focused()).toBe("queue");
    press(",", { ctrlKey: true });
    await pass();
    expect(document.activeElement?.tagName, "the heading of the settings").toBe("H1");
  });

  it("never takes it from what is being written", async () => {
    await open();
    const box = document.getElementById("work")!.appendChild(document.createElement("textarea"));
    box.focus();
    nav.go("workbench");
    await pass();
    expect(document.activeElement).toBe(box);
  });

  it("leads it to the work of another person, whose alerts are their own", async () => {
    await open();
    marks.unheard = true;
    screen.getByTestId("person-menu").focus();
    registry.actions.find((action) => action.id === "become-manager")?.run();
    await pass();
    expect(session.person?.id).toBe("manager");
    expect(focused()).toBe("queue");
    expect(marks.unheard, "the alert was the other person's").toBe(false);
  });
});

describe("a menu", () => {
  it("keeps single keys to itself", async () => {
    await open();
    const menu = document.body.appendChild(document.createElement("div"));
    menu.setAttribute("role", "menu");
    expect(press("j").defaultPrevented, "J moves nothing underneath").toBe(false);
    menu.remove();
    expect(press("j").defaultPrevented).toBe(true);
  });
});

describe("what can be done about the person", () => {
  it("is in the palette, as far as it is possible", async () => {
    await open();
    const ids = () => registry.actions.map((action) => action.id);
    expect(ids()).toEqual(expect.arrayContaining(["become-manager", "sign-in"]));
    expect(ids(), "one is that already, and nobody signed in").not.toEqual(expect.arrayContaining(["become-agent-a"]));
    expect(ids()).not.toContain("sign-out");
    await session.take(appState({ mode: "team", hub_url: "https://hub.example.com" }));
    await pass();
    expect(ids()).toContain("sign-out");
    expect(ids()).not.toContain("become-manager");
  });
});

describe("news at the edge", () => {
  it("is closed with Escape when nothing else is open, the newest first, and is at most three", async () => {
    await open();
    for (const text of ["一", "二", "三", "四"]) toasts.say(text);
    flushSync();
    expect(screen.getAllByTestId("toast").map((toast) => toast.textContent?.trim()), "the oldest went").toEqual(["二", "三", "四"]);
    const box = document.getElementById("work")!.appendChild(document.createElement("textarea"));
    box.focus();
    press("Escape");
    expect(toasts.list, "first one leaves the text").toHaveLength(3);
    press("Escape");
    expect(toasts.list.map((toast) => toast.text)).toEqual(["二", "三"]);
  });

  it("never lies over what sends", async () => {
    await open();
    const sender = document.getElementById("work")!.appendChild(document.createElement("div"));
    sender.dataset["clear"] = "";
    const right = innerWidth;
    sender.getBoundingClientRect = () => ({ top: innerHeight - 180, right, left: 300, bottom: innerHeight - 28, height: 152, width: right - 300 }) as DOMRect;
    toasts.say("一");
    flushSync();
    expect(screen.getByTestId("toasts").style.getPropertyValue("--lift")).toBe("180px");
    sender.remove();
    toasts.say("二");
    flushSync();
    expect(screen.getByTestId("toasts").style.getPropertyValue("--lift"), "nothing to keep clear of").toBe("0px");
  });
});

describe("the menu of the browser", () => {
  it("comes only where there is a text to work with", async () => {
    await open();
    const ask = (on: HTMLElement) => !on.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    const main = document.getElementById("work")!;
    expect(ask(main), "suppressed").toBe(true);
    expect(ask(main.appendChild(document.createElement("textarea"))), "a text can be pasted").toBe(false);
    const words = main.appendChild(document.createElement("p"));
    words.textContent = "313021098954";
    getSelection()?.selectAllChildren(words);
    expect(ask(words), "a selection can be copied").toBe(false);
    getSelection()?.removeAllRanges();
  });
});
