// The workbench: which queue is shown, which tickets and drafts are open beside each other, which one is in front.
import { session } from "./session.svelte";
import { drafts } from "../shared/drafts.svelte";
import type { QueueScope } from "../ipc/desk";

export type Tab = { kind: "ticket"; id: string } | { kind: "draft"; id: string };

/** What of the workbench survives a restart. */
interface Kept {
  tabs: Tab[];
  front: number;
  scope: QueueScope;
}

const SCOPES: QueueScope[] = ["mine", "team", "unclaimed", "resolved"];

class Bench {
  scope = $state<QueueScope>("mine");
  tabs = $state.raw<Tab[]>([]);
  front = $state(-1);
  /** The last tab is a glance: the next one replaces it, unless it is kept. */
  glancing = $state(false);
  /** The ticket in front was shown by the console itself: the first step through the queue still goes to the first row. */
  offered = $state(false);
  /** Nothing has been open since the start. */
  #fresh = false;

  get tab(): Tab | null {
    return this.tabs[this.front] ?? null;
  }

  /** The ticket in front. */
  get ticketId(): string | null {
    return this.tab?.kind === "ticket" ? this.tab.id : null;
  }

  /** Shows the most urgent ticket to somebody who has just come in and had nothing open. */
  offer(id: string): void {
    if (!this.#fresh || this.tabs.length > 0) return;
    this.glance(id);
    this.offered = true;
  }

  /** Looks at a ticket: it takes the place of the one looked at before. */
  glance(id: string): void {
    this.offered = false;
    this.#fresh = false;
    const open = this.#find("ticket", id);
    if (open >= 0) return this.turn(open);
    const kept = this.glancing ? this.tabs.slice(0, -1) : this.tabs;
    this.tabs = [...kept, { kind: "ticket", id }];
    this.glancing = true;
    this.turn(this.tabs.length - 1);
  }

  /** Opens a ticket to stay. */
  open(id: string): void {
    const open = this.#find("ticket", id);
    if (open < 0) this.glance(id);
    else this.turn(open);
    this.keep();
  }

  /** Opens a new ticket that is being written. */
  write(draftId: string): void {
    const open = this.#find("draft", draftId);
    if (open >= 0) return this.turn(open);
    this.keep(this.tabs.length - 1);
    this.tabs = [...this.tabs, { kind: "draft", id: draftId }];
    this.turn(this.tabs.length - 1);
  }

  /** The draft became a ticket: it stays where it was. */
  became(draftId: string, ticketId: string): void {
    this.tabs = this.tabs.map((tab) => (tab.kind === "draft" && tab.id === draftId ? { kind: "ticket", id: ticketId } : tab));
    this.#remember();
  }

  /** The tab in front (or the one named) is no longer a glance. */
  keep(index = this.front): void {
    if (this.glancing && index === this.tabs.length - 1) this.glancing = false;
    this.#remember();
  }

  turn(index: number): void {
    this.front = index;
    this.#remember();
  }

  /** The tab so many places further, round and round. */
  step(by: number): void {
    const n = this.tabs.length;
    if (n > 0) this.turn((this.front + by + n) % n);
  }

  /** Closes a tab. Nothing is lost by it: drafts stay in their list, unless nobody has written anything on them. */
  close(index = this.front): void {
    const tab = this.tabs[index];
    if (!tab) return;
    if (tab.kind === "draft" && isBlank(tab.id)) void drafts.drop(tab.id);
    if (index === this.tabs.length - 1) this.glancing = false;
    this.tabs = this.tabs.filter((_, i) => i !== index);
    const front = index < this.front || this.front >= this.tabs.length ? this.front - 1 : this.front;
    this.turn(front);
  }

  closeDraft(id: string): void {
    const index = this.#find("draft", id);
    if (index >= 0) this.close(index);
  }

  choose(scope: QueueScope): void {
    this.scope = scope;
    this.#remember();
  }

  /** Lays out the workbench as it was left. In the sandbox it begins with the drill's ticket. */
  restore(): void {
    const drill = session.drill;
    const kept = drill ? { tabs: [{ kind: "ticket" as const, id: drill.ticket_id }], front: 0, scope: "mine" as const } : readKept();
    this.tabs = kept.tabs.filter((tab) => tab.kind === "ticket" || drafts.all.has(tab.id));
    this.front = Math.min(kept.front, this.tabs.length - 1);
    this.scope = kept.scope;
    this.glancing = false;
    this.offered = false;
    this.#fresh = this.tabs.length === 0;
  }

  #find(kind: Tab["kind"], id: string): number {
    return this.tabs.findIndex((tab) => tab.kind === kind && tab.id === id);
  }

  #remember(): void {
    if (session.drill) return;
    const tabs = this.glancing ? this.tabs.slice(0, -1) : this.tabs;
    const kept: Kept = { tabs, front: this.front, scope: this.scope };
    void session.prefer("bench", JSON.stringify(kept)).catch(() => {});
  }
}

/** Whether a draft of a ticket says nothing yet: no customer, no title, no story. */
function isBlank(id: string): boolean {
  const fields = drafts.all.get(id)?.fields ?? {};
  return !["customer_id", "title", "text"].some((name) => fields[name]);
}

function readKept(): Kept {
  const nothing: Kept = { tabs: [], front: -1, scope: "mine" };
  try {
    const kept = JSON.parse(session.preferences["bench"] ?? "") as Partial<Kept>;
    const tabs = (kept.tabs ?? []).filter((tab) => typeof tab?.id === "string" && ["ticket", "draft"].includes(tab.kind));
    const scope = kept.scope && SCOPES.includes(kept.scope) ? kept.scope : "mine";
    return { tabs, front: Number(kept.front ?? -1), scope };
  } catch {
    return nothing;
  }
}

export const bench = new Bench();
