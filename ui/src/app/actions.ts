// What can be done from anywhere.
import { palette } from "../palette/palette.svelte";
import { desk } from "../ipc/desk";
import type { Action } from "../shared/actions.svelte";
import { words } from "../shared/errors";
import { toasts } from "../shared/toasts.svelte";
import { help } from "../console/help.svelte";
import { nav } from "../console/nav.svelte";
import { changePerson, signOut } from "../console/person";
import { session, type Theme } from "../console/session.svelte";
import { zoom } from "../console/zoom.svelte";
import { ROOMS } from "./views";

export function frameActions(): Action[] {
  return [...going(), ...persons(), ...appearance(), ...tools()];
}

function going(): Action[] {
  const rooms = ROOMS.map((room): Action => ({
    id: `go-${room.view}`,
    title: room.go,
    keys: [room.keys],
    group: "go",
    icon: room.icon,
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

/** Who one may be, as far as it can be changed in this mode. */
function persons(): Action[] {
  const state = session.state;
  if (!state) return [];
  const unless = () => (session.drill ? "why.drill_on" as const : null);
  const signIn: Action = { id: "sign-in", title: "person.sign_in", group: "app", unless, run: () => nav.go("settings") };
  const leave: Action = { id: "sign-out", title: "person.sign_out", group: "app", unless, run: () => void signOut() };
  if (state.mode === "team") return session.mustSignIn ? [signIn, leave] : [leave];
  const others = state.people.filter((person) => person.id !== state.person.id && !person.disabled);
  return [
    ...others.map((person): Action => ({
      id: `become-${person.id}`,
      title: "person.become",
      filling: () => ({ name: person.name }),
      group: "app",
      unless,
      run: () => void changePerson(() => desk.enterSolo(person.id)),
    })),
    signIn,
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
    { id: "zoom-in", title: "do.zoom_in", keys: ["mod+=", "mod++"], group: "app", always: true, run: () => zoom.step(1) },
    { id: "zoom-out", title: "do.zoom_out", keys: ["mod+-"], group: "app", always: true, run: () => zoom.step(-1) },
    { id: "zoom-reset", title: "do.zoom_reset", keys: ["mod+0"], group: "app", always: true, run: () => zoom.reset() },
  ];
}

function tools(): Action[] {
  return [
    { id: "palette", title: "do.palette", keys: ["mod+k"], group: "app", always: true, quiet: true, run: () => (palette.open ? palette.hide() : palette.show()) },
    { id: "find", title: "do.find", keys: ["/"], group: "app", quiet: true, run: () => palette.show() },
    { id: "help", title: "do.help", keys: ["?"], group: "app", through: true, run: () => help.show() },
    { id: "leave", title: "do.leave", keys: ["escape"], group: "app", always: true, quiet: true, unless: () => (leavable() || closable() ? null : "do.leave"), run: leave },
    { id: "sync", title: "line.sync", group: "app", run: () => void sync() },
  ];
}

/** The field one is writing in, outside of dialogs, which have their own way out. */
function leavable(): HTMLElement | null {
  const field = document.activeElement;
  const writing = field instanceof HTMLElement && field.matches("input, textarea, select");
  return writing && !field.closest("[role=dialog]") ? field : null;
}

/** The newest news, when nothing else is open that Escape would close. */
function closable() {
  return document.querySelector("[role=dialog], [role=menu]") ? null : toasts.list.at(-1);
}

function leave(): void {
  const [field, toast] = [leavable(), closable()];
  if (field) field.blur();
  else if (toast) toasts.close(toast.id);
}

async function sync(): Promise<void> {
  try {
    await session.sync();
    if (!session.line.online) throw { code: "no_line", message: "no line" };
  } catch (failure) {
    toasts.say(words(failure), "bad");
  }
}
