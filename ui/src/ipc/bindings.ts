// The shapes that cross the boundary to Rust. Generated from the Rust types.

export type PersonId = string;
export type TeamId = string;
export type CustomerId = string;
export type OrderId = string;
export type ShipmentId = string;
export type ServiceOrderId = string;
export type ProductId = string;
export type ArticleId = string;
export type ScenarioId = string;
export type TicketId = string;
export type EntryId = string;
export type GrantId = string;
export type AccountId = string;
export type TransferId = string;
export type DrillRunId = string;
export type CommandId = string;
export type Fen = number;

export type Role = "agent" | "senior" | "trainer" | "inspector" | "manager";
export type Person = { id: PersonId; login: string; name: string; roles: Array<Role>; line: number; team: TeamId; disabled: boolean };

export type TicketKind = "complaint" | "after_sale" | "installation" | "gift" | "price_difference" | "postage_refund" | "arbitration" | "inquiry";
export type TicketStatus = "open" | "waiting_customer" | "waiting_party" | "resolved";
export type Solved = "confirmed" | "inferred" | "no";
export type Liable = "unsettled" | "merchant" | "carrier" | "installer" | "platform" | "customer";
export type Ending = { solved: Solved; liable: Liable; satisfied: number | null; summary: string };
export type Author = { is: "person"; id: PersonId } | { is: "customer"; id: CustomerId } | { is: "system" };
export type EntryBody =
  | { type: "description"; text: string }
  | { type: "message"; channel: string; text: string }
  | { type: "note"; text: string }
  | { type: "assigned"; owner: PersonId | null }
  | { type: "status"; from: TicketStatus; to: TicketStatus }
  | { type: "escalated"; from: number; to: number; reason: string }
  | { type: "resolved"; ending: Ending }
  | { type: "grant"; grant_id: GrantId; step: string; amount: Fen; reason: string };
export type Entry = { id: EntryId; at: string; author: Author; body: EntryBody };

export type ClockKind = "first_response" | "next_response" | "update" | "first_resolution" | "total_resolution" | "handler_response";
export type Audience = "agent" | "lead" | "manager";
export type ReminderTime = { minutes_before_due: number } | { percent_of_target: number };
export type Reminder = { when: ReminderTime; audience: Audience };
export type Pause = { from: string; until: string | null };
export type Weekly = "24x7" | { [day in "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"]?: Array<string> };
export type Calendar = { time_zone: string; weekly: Weekly; holidays: Array<string>; overrides: { [date: string]: Array<string> } };
export type BoundClock = {
  kind: ClockKind;
  policy_id: string;
  policy_version: number;
  calendar: Calendar;
  target_seconds: number;
  pauses_on: Array<string>;
  reminders: Array<Reminder>;
  started_at: string;
  stopped_at: string | null;
  pauses: Array<Pause>;
  recorded_breach: string | null;
};
export type ReadingState = "running" | "paused" | "met" | "breached";
export type Reading = {
  kind: ClockKind;
  state: ReadingState;
  due: string | null;
  remaining_seconds: number | null;
  elapsed_seconds: number;
  breached_at: string | null;
};
export type Ticket = {
  id: TicketId;
  number: number | null;
  kind: TicketKind;
  title: string;
  customer_id: CustomerId;
  order_id: OrderId | null;
  status: TicketStatus;
  urgent: boolean;
  line: number;
  team: TeamId;
  owner: PersonId | null;
  opened_by: PersonId;
  created_at: string;
  updated_at: string;
  clocks: Array<BoundClock>;
  timeline: Array<Entry>;
  ending: Ending | null;
};

export type GrantKind = "cash" | "coupon" | "postage" | "gift" | "repair_fee";
export type GrantState = "waiting" | "granted" | "rejected";
export type Grant = {
  id: GrantId;
  customer_id: CustomerId;
  order_id: OrderId | null;
  ticket_id: TicketId | null;
  kind: GrantKind;
  amount: Fen;
  cause: string;
  note: string;
  state: GrantState;
  requested_by: PersonId;
  team: TeamId;
  requested_at: string;
  hold: TransferId | null;
  decided_by: PersonId | null;
  decided_at: string | null;
  reason: string;
};

export type Address = {
  receiver: string;
  phone: string;
  country: string;
  province: string;
  city: string;
  district: string;
  detail: string;
  postcode: string;
};
export type Handle = { channel: string; value: string };
export type Customer = {
  id: CustomerId;
  source: string;
  name: string;
  gender: string;
  age: number | null;
  handles: Array<Handle>;
  address: Address;
  card_balance: Fen | null;
  payment_methods: Array<string>;
  tags: Array<string>;
};
export type OrderLine = { product_id: ProductId; item_id: string; title: string; options: string; quantity: number; price: Fen };
export type Order = {
  id: OrderId;
  source: string;
  customer_id: CustomerId;
  status: string;
  total: Fen;
  currency: string;
  urgent: boolean;
  lines: Array<OrderLine>;
  address: Address;
  payment: string;
};
export type TrackEvent = { at: string | null; status: string; place: string; text: string; operator: string };
export type Shipment = {
  id: ShipmentId;
  source: string;
  order_id: OrderId;
  customer_id: CustomerId;
  tracking_number: string;
  carrier: string;
  expected_at: string | null;
  delivered_at: string | null;
  receiver: string;
  receiver_phone: string;
  track: Array<TrackEvent>;
};
export type ServiceOrder = {
  id: ServiceOrderId;
  source: string;
  customer_id: CustomerId;
  order_id: OrderId;
  kind: string;
  appointment: string;
  contact: string;
  phone: string;
};
export type Invoice = { order_id: OrderId; source: string; kind: string; title: string; phone: string };
export type Fact = { code: string; name: string; text: string };
export type Variant = { id: string; text: string; price: Fen | null; available: boolean };
export type Product = {
  id: ProductId;
  source: string;
  name: string;
  status: string;
  price: Fen | null;
  currency: string;
  description: string;
  variants: Array<Variant>;
  exchanges: Array<Variant>;
  gifts: Array<Fact>;
  materials: Array<Fact>;
  installation: string;
  repair: string;
  faults: Array<Fact>;
};
export type Article = { id: ArticleId; source: string; kind: string; title: string; body: string };

export type Rejection =
  | { code: "not_allowed" }
  | { code: "invalid"; field: string; why: string }
  | { code: "unknown"; kind: string; id: string }
  | { code: "duplicate"; id: string }
  | { code: "already_claimed"; ticket_id: TicketId; by: PersonId }
  | { code: "thread_moved"; ticket_id: TicketId }
  | { code: "ticket_resolved"; ticket_id: TicketId }
  | { code: "only_up"; line: number }
  | { code: "budget_short"; available: Fen; wanted: Fen }
  | { code: "already_decided"; grant_id: GrantId }
  | { code: "own_request" }
  | { code: "grant_differs"; amount: Fen };

export type AccountOwner = { is: "company" } | { is: "team"; of: TeamId } | { is: "quota"; of: PersonId } | { is: "customer"; of: CustomerId };
export type Account = { id: AccountId; owner: AccountOwner; balance: Fen; held: Fen; received: Fen };

export type Persona = {
  kind: string;
  mood: string;
  care: string;
  patience: string;
  trust: string;
  rights: string;
  asking: string;
  style: string;
  tempo: string;
};
export type ExpectedAction = { name: string; arguments: Record<string, unknown> };
export type Scenario = {
  id: ScenarioId;
  source: string;
  title: string;
  language: string;
  customer_id: CustomerId | null;
  persona: Persona;
  intents: Array<string>;
  actions: Array<ExpectedAction>;
  lookups: Array<ExpectedAction>;
};
export type Check = { name: string; passed: boolean; why: string };
export type Score = { score: number; checks: Array<Check> };
export type Turn = { who: string; text: string };
export type DrillRun = {
  id: DrillRunId;
  scenario_id: ScenarioId;
  trainee: PersonId;
  started_at: string;
  ended_at: string;
  world: Score;
  words: Score;
  feeling: Array<number>;
  transcript: Array<Turn>;
};

export type QueueScope = "mine" | "team" | "unclaimed" | "resolved";
export type QueueQuery = { scope: QueueScope; offset: number; limit: number };
export type QueueCounts = { mine: number; team: number; unclaimed: number; resolved: number; breached: number };
export type QueueRow = {
  id: TicketId;
  number: number | null;
  title: string;
  kind: TicketKind;
  status: TicketStatus;
  urgent: boolean;
  line: number;
  owner: PersonId | null;
  owner_name: string;
  customer_id: CustomerId;
  customer_name: string;
  order_id: OrderId | null;
  due: string | null;
  due_clock: ClockKind | null;
  due_state: ReadingState | null;
  updated_at: string;
  pending: boolean;
  stuck: boolean;
};
export type QueuePage = { total: number; counts: QueueCounts; rows: Array<QueueRow> };

export type ClockView = { clock: BoundClock; reading: Reading };
export type PendingWork = { command_id: CommandId; n: number; kind: string; entry_id: EntryId | null; text: string; reason: Rejection | null };
export type TicketView = {
  ticket: Ticket;
  clocks: Array<ClockView>;
  customer_name: string;
  people: { [key in PersonId]?: string };
  grants: Array<Grant>;
  pending: Array<PendingWork>;
};

export type CustomerRow = { id: CustomerId; name: string; reach: string; place: string; orders: number; live_tickets: number };
export type CustomerPage = { total: number; rows: Array<CustomerRow> };
export type OrderView = {
  order: Order;
  shipments: Array<Shipment>;
  service_orders: Array<ServiceOrder>;
  invoice: Invoice | null;
  products: Array<Product>;
  tickets: Array<TicketId>;
};
export type Guess =
  | { type: "live_ticket"; ticket_id: TicketId; title: string }
  | { type: "late_shipment"; order_id: OrderId; expected_at: string }
  | { type: "open_shipment"; order_id: OrderId; status: string }
  | { type: "unshipped_order"; order_id: OrderId; status: string };
export type Interaction = { at: string; kind: string; text: string; ticket_id: TicketId | null; entry_id: EntryId | null; order_id: OrderId | null };
export type Money = { currency: string; amount: Fen };
export type Value = { spent: Array<Money>; orders: number; tickets: number; solved: number; granted: Fen; satisfaction: Array<number> };
export type CustomerView = {
  customer: Customer;
  guesses: Array<Guess>;
  orders: Array<OrderView>;
  interactions: Array<Interaction>;
  tickets: Array<QueueRow>;
  grants: Array<Grant>;
  value: Value;
};

export type GrantRow = { grant: Grant; customer_name: string; requester_name: string; decider_name: string; pending: boolean; stuck: boolean };
export type GrantView = { row: GrantRow; ticket: TicketView | null; budget: Account | null; quota: Account | null; history: Array<GrantRow> };
export type QuotaRow = { person: Person; account: Account | null };
export type BudgetView = { team: Account | null; quotas: Array<QuotaRow> };

export type OutboxState = "waiting" | "stuck";
export type OutboxRow = {
  id: CommandId;
  n: number;
  kind: string;
  state: OutboxState;
  reason: Rejection | null;
  subject_kind: string;
  subject_id: string;
  title: string;
  text: string;
  made_at: string;
};
export type WrittenState = "waiting" | "confirmed";
export type Written = { id: string; state: WrittenState; n: number };

export type SearchHit = { kind: string; id: string; title: string; snippet: string; marks: Array<[number, number]> };

export type LineState = {
  online: boolean;
  since: string | null;
  trouble: string | null;
  waiting: number;
  stuck: number;
  clock_offset_ms: number | null;
  clock_verified: boolean;
  cursor: number;
  complete: boolean;
};
export type Alert = { key: string; tickets: Array<string>; title: string; body: string; due: string; breached: boolean };
export type DeskEvent =
  | { type: "changed"; kinds: Array<string>; ids: Array<string> }
  | { type: "line"; state: LineState }
  | { type: "open"; kind: string; id: string }
  | { type: "alert"; alert: Alert };

export type DraftKind = "ticket" | "reply" | "note" | "grant" | "resolution";
export type Draft = {
  id: string;
  kind: DraftKind;
  subject: string;
  fields: { [key in string]?: string };
  focus: string;
  caret: number;
  updated_at: string | null;
};

export type Intent =
  | { type: "open_ticket"; customer_id: CustomerId; order_id: OrderId | null; kind: TicketKind; title: string; text: string; urgent: boolean }
  | { type: "add_note"; ticket_id: TicketId; text: string }
  | { type: "reply"; ticket_id: TicketId; text: string; seen: EntryId | null }
  | { type: "record_message"; ticket_id: TicketId; channel: string; text: string }
  | { type: "claim_ticket"; ticket_id: TicketId }
  | { type: "assign_ticket"; ticket_id: TicketId; owner: PersonId | null }
  | { type: "set_status"; ticket_id: TicketId; status: TicketStatus }
  | { type: "escalate_ticket"; ticket_id: TicketId; line: number; reason: string }
  | { type: "resolve_ticket"; ticket_id: TicketId; ending: Ending }
  | { type: "request_grant"; customer_id: CustomerId; order_id: OrderId | null; ticket_id: TicketId | null; kind: GrantKind; amount: Fen; cause: string; note: string }
  | { type: "approve_grant"; grant_id: GrantId; amount: Fen }
  | { type: "reject_grant"; grant_id: GrantId; reason: string }
  | { type: "allot_quota"; person_id: PersonId; amount: Fen };

export type IpcError = { code: string; message: string; rejection: Rejection | null };
export type Mode = "solo" | "team";
export type ParameterKind = "text" | "choice" | "order" | "product" | "products" | "cart" | "items" | "new_items" | "number" | "money" | "payment";
export type ParameterSpec = { name: string; title_zh: string; title_en: string; kind: ParameterKind; choices: Array<string>; required: boolean };
export type ActionSpec = {
  id: string;
  name: string;
  title_zh: string;
  title_en: string;
  changes: boolean;
  fixed: { [key in string]?: string };
  parameters: Array<ParameterSpec>;
};
export type DrillAction = { name: string; arguments: Record<string, unknown> };
export type Performed = { action: DrillAction; title: string; changes: boolean; done: boolean; answer: string; at_turn: number };
export type MoodMove = { turn: number; by: number; why: string };
export type DrillView = {
  scenario: Scenario;
  ticket_id: TicketId;
  mood: number;
  intents_done: number;
  intents_total: number;
  customer_typing: boolean;
  catalogue: Array<ActionSpec>;
  performed: Array<Performed>;
  finished: boolean;
};
export type AppState = {
  mode: Mode;
  person: Person;
  people: Array<Person>;
  hub_url: string | null;
  system_locale: string;
  version: string;
  drill: DrillView | null;
  line: LineState;
};
