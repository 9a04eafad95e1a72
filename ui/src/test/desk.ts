// A desk to test screens against: answers what a test tells it to, and remembers what it was asked.
import { afterEach } from "vitest";
import type { ActionSpec, AppState, DeskEvent, DrillScreen, LineState, OrderView, ParameterSpec, Person, QueueRow, Scenario, Ticket, TicketView } from "../ipc/desk";

type Answers = Record<string, (args: never) => unknown>;

export interface Asked {
  command: string;
  args: Record<string, unknown>;
}

export interface FakeDesk {
  asked: Asked[];
  /** What a command was asked with, each time. */
  of: (command: string) => Record<string, unknown>[];
  /** Tells news over the stream. */
  tell: (event: DeskEvent) => void;
}

/** The stream of news. The console opens it once, however many desks a test file has. */
let stream = { hear: (_: { message: DeskEvent; index: number }) => {}, told: 0 };

/** Stands in for Rust behind the one door. Unknown commands answer with nothing. */
export function fakeDesk(answers: Answers): FakeDesk {
  const asked: Asked[] = [];
  const internals = {
    transformCallback: (hear: typeof stream.hear) => {
      stream = { hear, told: 0 };
      return 1;
    },
    unregisterCallback: () => {},
    invoke: async (command: string, args: Record<string, unknown> = {}) => {
      asked.push({ command, args });
      return answers[command]?.(args as never) ?? null;
    },
  };
  Object.assign(window, { __TAURI_INTERNALS__: internals });
  return {
    asked,
    of: (command) => asked.filter((one) => one.command === command).map((one) => one.args),
    tell: (event) => stream.hear({ message: event, index: stream.told++ }),
  };
}

/** Lets everything that is under way arrive. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

export function keydown(target: EventTarget, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

/** Writes into a field as a person would, without an input method. */
export function write(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.setSelectionRange(text.length, text.length);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export const person: Person = { id: "agent-a", login: "agent-a", name: "坐席甲", roles: ["agent"], line: 1, team: "service", disabled: false };
export const manager: Person = { ...person, id: "manager", login: "manager", name: "主管", roles: ["manager"] };
const line: LineState = { online: true, since: null, trouble: null, waiting: 0, stuck: 0, clock_offset_ms: 0, clock_verified: true, cursor: 0, complete: true, storage: { trouble: null, repairs: [] } };

/** The console of an agent who works alone. */
export function appState(more: Partial<AppState> = {}): AppState {
  return { mode: "solo", person, people: [person, manager], hub_url: null, system_locale: "zh-CN", version: "0.1.0", line, drill: null, ...more };
}

export const counts = { mine: 1, team: 1, unclaimed: 0, resolved: 0, breached: 0 };

export function row(id: string, more: Partial<QueueRow> = {}): QueueRow {
  return {
    id,
    number: 2001,
    title: `工单 ${id}`,
    kind: "complaint",
    status: "open",
    urgent: false,
    line: 1,
    owner: "agent-a",
    owner_name: "坐席甲",
    customer_id: "c-1",
    customer_name: "宋敬明",
    order_id: null,
    due: null,
    due_clock: null,
    due_state: null,
    updated_at: "2026-03-09T02:00:00Z",
    pending: false,
    stuck: false,
    ...more,
  };
}

export function ticketView(id: string, more: Partial<Ticket> = {}): TicketView {
  const ticket: Ticket = {
    id,
    number: 2001,
    kind: "complaint",
    title: "安装师傅没上门",
    customer_id: "c-1",
    order_id: null,
    status: "open",
    urgent: false,
    line: 1,
    team: "service",
    owner: "agent-a",
    opened_by: "agent-a",
    created_at: "2026-03-09T01:00:00Z",
    updated_at: "2026-03-09T02:00:00Z",
    clocks: [],
    timeline: [{ id: "e-1", at: "2026-03-09T01:00:00Z", author: { is: "customer", id: "c-1" }, body: { type: "message", channel: "chat", text: "师傅什么时候来" } }],
    ending: null,
    ...more,
  };
  return { ticket, clocks: [], customer_name: "宋敬明", people: { "agent-a": "坐席甲" }, grants: [], pending: [] };
}

export function orderView(id: string): OrderView {
  const address = { receiver: "宋敬明", phone: "155****4614", country: "", province: "", city: "揭阳", district: "", detail: "", postcode: "" };
  const lines = [{ product_id: "p-1", item_id: "i-1", title: "80 升热水器", options: "", quantity: 1, price: 129_900 }];
  const order = { id, source: "shop", customer_id: "c-1", status: "已付款", total: 129_900, currency: "CNY", urgent: false, lines, address, payment: "" };
  return { order, shipments: [], service_orders: [], invoice: null, products: [], tickets: [] };
}

export function scenario(id: string, more: Partial<Scenario> = {}): Scenario {
  const persona = { kind: "急性子", mood: "愤怒", care: "", patience: "", trust: "", rights: "", asking: "", style: "", tempo: "" };
  return { id, source: "bench", title: "催单", language: "zh", customer_id: "c-1", persona, intents: ["催单"], actions: [], lookups: [], ...more };
}

/** A drill with one thing that can be done in its shop. */
export function drillScreen(more: Partial<DrillScreen> = {}): DrillScreen {
  const order: ParameterSpec = { name: "order_id", kind: "order", required: true, title_zh: "订单", title_en: "Order", choices: [] };
  const urge: ActionSpec = { id: "manage_urgent", name: "manage_urgent", title_zh: "催单", title_en: "Hasten", changes: true, fixed: {}, parameters: [order] };
  const played = { ticket_id: "t-1", scenario: scenario("s-1"), scenario_id: "s-1", title: "催单", language: "zh", mood: 40, finished: false };
  return { ...played, intents_done: 0, intents_total: 1, transcript: [], feeling: [], moves: [], performed: [], catalogue: [urge], ...more };
}

afterEach(() => {
  if (typeof window !== "undefined") Reflect.deleteProperty(window, "__TAURI_INTERNALS__");
});
