// Who works here, on which desk, with which preferences; and the stream of news from Rust.
import { language } from "../i18n/i18n.svelte";
import { desk, listen, toDeskError, type Alert, type AppState, type DeskError, type DeskEvent, type DrillScreen, type LineState, type Person, type Role } from "../ipc/desk";
import { announce, concerns, onChanged } from "../shared/changes";
import { changeDesk, flushAll } from "../shared/drafts.svelte";
import { now } from "../shared/now.svelte";
import { gather } from "./gather";
import { keep, recall } from "./look";
import { takes } from "./tier";

export type Theme = "system" | "light" | "dark";

const NO_LINE: LineState = {
  online: false,
  since: null,
  trouble: null,
  waiting: 0,
  stuck: 0,
  clock_offset_ms: null,
  clock_verified: false,
  cursor: 0,
  complete: false,
  storage: { trouble: null, repairs: [] },
};

class Session {
  state = $state.raw<AppState | null>(null);
  error = $state.raw<DeskError | null>(null);
  line = $state.raw<LineState>(NO_LINE);
  drill = $state.raw<DrillScreen | null>(null);
  preferences = $state<Record<string, string>>({});
  people = $state.raw<Person[]>([]);
  /** The title of a drill that was cut off, until that was said. */
  interrupted = $state<string | null>(null);
  /** Counts the desks that were opened: whatever is shown of an earlier one is thrown away. */
  epoch = $state(0);
  #hears = false;
  #changed = gather(announce);
  #open: (kind: string, id: string) => void = () => {};
  #alert: (alert: Alert) => void = () => {};

  get person(): Person | null {
    return this.state?.person ?? null;
  }

  get theme(): Theme {
    const theme = this.preferences["theme"];
    return theme === "light" || theme === "dark" ? theme : "system";
  }

  is(...roles: Role[]): boolean {
    return this.person?.roles.some((role) => roles.includes(role)) ?? false;
  }

  /** In the sandbox everybody works tickets: that is what it is for. */
  get worksTickets(): boolean {
    return this.drill !== null || this.is("agent", "senior", "manager");
  }

  /** Whether the person takes tickets of a line. */
  takes(line: number): boolean {
    return this.person !== null && takes(this.person, line);
  }

  /** Whether a colleague can do nothing any more. */
  hasLeft(id: string): boolean {
    return this.people.find((person) => person.id === id)?.disabled ?? false;
  }

  /** Whether only a new sign-in brings the line back. */
  get mustSignIn(): boolean {
    return this.state?.mode === "team" && ["unauthorized", "copied"].includes(this.line.trouble ?? "");
  }

  /** The name of a colleague. */
  nameOf = (id: string): string => this.people.find((person) => person.id === id)?.name ?? id;

  /** Opens the desk. */
  async start(): Promise<void> {
    try {
      this.error = null;
      await this.take(await desk.start());
      if (!this.#hears) await listen((event) => this.#hear(event));
      this.#hears = true;
    } catch (failure) {
      this.error = toDeskError(failure);
    }
  }

  /** Takes over a new state: at the start, after signing in or out, after switching the person. */
  async take(state: AppState): Promise<void> {
    const other = this.state?.person?.id !== state.person?.id || this.state?.mode !== state.mode || !!this.drill !== !!state.drill;
    this.line = state.line;
    now.adjust(state.line.clock_offset_ms);
    this.drill = state.drill;
    const [own, people] = await Promise.all([desk.preferences() as Promise<Record<string, string>>, desk.people()]);
    [this.preferences, this.people] = [{ ...recall(), ...own }, people];
    keep(this.preferences);
    language.choose(this.preferences["locale"], state.system_locale);
    if (other) await changeDesk();
    this.state = state;
    if (other) this.epoch++;
    if (own["drill"] && !state.drill) await this.#missDrill(own["drill"]);
  }

  /** A drill was on when the console went away: it is said once that nothing is left of it. */
  async #missDrill(title: string): Promise<void> {
    this.interrupted = title;
    await this.prefer("drill", "");
  }

  /** The drill began, moved on or ended: what the desk answers from now on may come from another store. */
  async takeDrill(drill: DrillScreen | null): Promise<void> {
    const other = !!drill !== !!this.drill;
    if (other) await changeDesk();
    this.drill = drill;
    if (other) {
      this.people = await desk.people();
      this.epoch++;
      await this.prefer("drill", drill?.title ?? "");
    }
  }

  async prefer(key: string, value: string): Promise<void> {
    this.preferences[key] = value;
    keep(this.preferences);
    if (key === "locale") language.choose(value, this.state?.system_locale ?? "zh-CN");
    await desk.setPreference(key, value);
  }

  /** Sends and fetches now, without waiting for the next round. */
  async sync(): Promise<void> {
    this.line = await desk.syncNow();
  }

  /** What to do when a notification asks to open something, and when an alert was given. */
  on(open: (kind: string, id: string) => void, alert: (alert: Alert) => void): void {
    [this.#open, this.#alert] = [open, alert];
  }

  #hear(event: DeskEvent): void {
    switch (event.type) {
      case "changed":
        return this.#changed(event);
      case "line":
        return this.#hearLine(event.state);
      case "open":
        return this.#open(event.kind, event.id);
      case "alert":
        return this.#alert(event.alert);
    }
  }

  /** What the disk did not take while it was full is written as soon as it takes it. */
  #hearLine(line: LineState): void {
    const recovered = this.line.storage.trouble !== null && line.storage.trouble === null;
    this.line = line;
    now.adjust(line.clock_offset_ms);
    if (recovered) void flushAll();
  }

  /** Keeps the list of colleagues and the drill current. Returns what stops it. */
  watch(): () => void {
    return onChanged((change) => {
      if (concerns(change, ["person"])) void desk.people().then((people) => (this.people = people));
      if (this.drill) void desk.drillView().then((view) => view && (this.drill = view));
    });
  }
}

export const session = new Session();
