// What can be done from anywhere.
import { palette } from "../palette/palette.svelte";
import type { Action } from "../shared/actions.svelte";
import { words } from "../shared/errors";
import { toasts } from "../shared/toasts.svelte";
import { help } from "../console/help.svelte";
import { nav } from "../console/nav.svelte";
import { session, type Theme } from "../console/session.svelte";
import { ROOMS } from "./views";

export function frameActions(): Action[] {
  return [...going(), ...appearance(), ...tools()];
}

function going(): Action[] {
  const rooms = ROOMS.map((room): Action => ({
    id: `go-${room.view}`,
    title: room.go,
    keys: [room.keys],
    group: "go",
    run: () => nav.go(room.view),
  }));
  return [
    ...rooms,
    { id: "go-outbox", title: "go.outbox", keys: ["g o"], group: "go", run: () => nav.go("outbox") },
    { id: "go-alerts", title: "go.alerts", keys: ["g a"], group: "go", run: () => nav.go("alerts") },
    { id: "go-settings", title: "go.settings", keys: ["mod+,"], group: "go", always: true, run: () => nav.go("settings") },
    { id: "back", title: "go.back", keys: ["alt+arrowleft"], group: "go", run: () => nav.back() },
    { id: "forward", title: "go.forward", keys: ["alt+arrowright"], group: "go", run: () => nav.forward() },
  ];
}

function appearance(): Action[] {
  const theme = (to: Theme): Action => ({
    id: `theme-${to}`,
    title: `do.theme_${to}`,
    group: "app",
    run: () => void session.prefer("theme", to),
  });
  const locale = (to: string, title: "do.locale_zh" | "do.locale_en" | "do.locale_system"): Action => ({
    id: `locale-${to || "system"}`,
    title,
    group: "app",
    run: () => void session.prefer("locale", to),
  });
  return [
    theme("light"),
    theme("dark"),
    theme("system"),
    locale("zh-CN", "do.locale_zh"),
    locale("en", "do.locale_en"),
    locale("", "do.locale_system"),
  ];
}

function tools(): Action[] {
  return [
    { id: "palette", title: "do.palette", keys: ["mod+k"], group: "app", always: true, quiet: true, run: () => (palette.open ? palette.hide() : palette.show()) },
    { id: "find", title: "do.find", keys: ["/"], group: "app", quiet: true, run: () => palette.show() },
    { id: "help", title: "do.help", keys: ["?"], group: "app", run: () => help.show() },
    { id: "leave", title: "do.leave", keys: ["escape"], group: "app", always: true, quiet: true, unless: () => (leavable() ? null : "do.leave"), run: () => leavable()?.blur() },
    { id: "sync", title: "line.sync", group: "app", run: () => void sync() },
  ];
}

/** The field one is writing in, outside of dialogs, which have their own way out. */
function leavable(): HTMLElement | null {
  const field = document.activeElement;
  const writing = field instanceof HTMLElement && field.matches("input, textarea, select");
  return writing && !field.closest("[role=dialog]") ? field : null;
}

async function sync(): Promise<void> {
  try {
    await session.sync();
    if (!session.line.online) throw { code: "no_line", message: "no line" };
  } catch (failure) {
    toasts.say(words(failure), "bad");
  }
}
