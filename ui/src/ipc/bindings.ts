// Generated from the Rust types by `cargo xtask bindings`. Do not edit.

/**
 * An account and its balance.
 */
export type Account = { 
/**
 * Which account.
 */
id: AccountId, 
/**
 * What it is for.
 */
owner: AccountOwner, 
/**
 * What is on it, counting only finished transfers.
 */
balance: Fen, 
/**
 * What is promised out of it but not yet taken.
 */
held: Fen, 
/**
 * Everything that ever came in: what was allotted, so that the rest reads "of how much".
 */
received: Fen, };

/**
 * A ledger account.
 */
export type AccountId = string;

/**
 * What an account is for.
 */
export type AccountOwner = { "is": "company" } | { "is": "team", "of": TeamId } | { "is": "quota", "of": PersonId } | { "is": "customer", "of": CustomerId };

/**
 * Something a trainee can do: one form.
 */
export type ActionSpec = { 
/**
 * Unique in a catalogue; may be given as [`DrillAction::name`].
 */
id: string, 
/**
 * The action's name in the source. Several forms share one where the source has one action with many modes.
 */
name: string, 
/**
 * Its title in Chinese.
 */
title_zh: string, 
/**
 * Its title in English.
 */
title_en: string, 
/**
 * Whether it changes the shop; otherwise it only looks something up.
 */
changes: boolean, 
/**
 * Arguments that this form always has; the trainee is not asked for them.
 */
fixed: { [key in string]: string }, 
/**
 * The arguments that the trainee gives.
 */
parameters: Array<ParameterSpec>, };

/**
 * Where something goes or someone lives. Every part is as the shop wrote it.
 */
export type Address = { 
/**
 * The receiver's name, where it differs from the customer's.
 */
receiver: string, 
/**
 * The receiver's telephone number.
 */
phone: string, 
/**
 * Country.
 */
country: string, 
/**
 * Province or state.
 */
province: string, 
/**
 * City.
 */
city: string, 
/**
 * District or county.
 */
district: string, 
/**
 * Street, house, room: the part that is masked for most roles.
 */
detail: string, 
/**
 * Postal code, where the shop has one.
 */
postcode: string, };

/**
 * An alert as it is shown by the operating system and kept in the app.
 */
export type Alert = { 
/**
 * Names the run of the clock and the reminder, so that each is given once.
 */
key: string, 
/**
 * The tickets it is about; several after an absence, the most pressing first, at most a hundred.
 */
tickets: Array<string>, 
/**
 * The first line.
 */
title: string, 
/**
 * The words.
 */
body: string, 
/**
 * When it was due.
 */
due: string, 
/**
 * Whether the promise is broken.
 */
breached: boolean, };

/**
 * The state of the console as a whole.
 */
export type AppState = { 
/**
 * How it is connected.
 */
mode: Mode, 
/**
 * Who works here.
 */
person: Person, 
/**
 * In solo mode: whom one may switch to.
 */
people: Array<Person>, 
/**
 * The team's hub.
 */
hub_url: string | null, 
/**
 * The language of the system, such as `zh-CN`.
 */
system_locale: string, 
/**
 * The version of the program.
 */
version: string, 
/**
 * The drill that is on, if any.
 */
drill: DrillScreen | null, 
/**
 * The line to the hub.
 */
line: LineState, };

/**
 * An article. The body is Markdown and is shown as text, never as markup from outside.
 */
export type Article = { 
/**
 * Which article.
 */
id: ArticleId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * `rules`, `policy`, `promotion`…
 */
kind: string, 
/**
 * What it is about.
 */
title: string, 
/**
 * Markdown.
 */
body: string, };

/**
 * A piece of written knowledge.
 */
export type ArticleId = string;

/**
 * Who is told.
 */
export type Audience = "agent" | "lead" | "manager";

/**
 * Who wrote an entry.
 */
export type Author = { "is": "person", "id": PersonId } | { "is": "customer", "id": CustomerId } | { "is": "system" };

/**
 * One run of a clock on a ticket. It is stored with the ticket and never counts down: what it says
 * at an instant is [`BoundClock::reading`]. Kind and start together name the run, so that an alert
 * can be given once.
 */
export type BoundClock = { 
/**
 * Which promise this is.
 */
kind: ClockKind, 
/**
 * The policy that made it.
 */
policy_id: string, 
/**
 * The version of the policy at that moment.
 */
policy_version: number, 
/**
 * The calendar of that version.
 */
calendar: Calendar, 
/**
 * How much working time may pass, in seconds.
 */
target_seconds: number, 
/**
 * The codes of the ticket states in which this clock stands still.
 */
pauses_on: Array<string>, 
/**
 * Who is told when.
 */
reminders: Array<Reminder>, 
/**
 * When the promise was made.
 */
started_at: string, 
/**
 * When the stopping event happened.
 */
stopped_at: string | null, 
/**
 * When the clock stood still, as the ticket's history says.
 */
pauses: Array<Pause>, 
/**
 * A breach that is on record and stays there, even if a new policy would have allowed more
 * time.
 */
recorded_breach: string | null, };

/**
 * Who has what of a team's budget.
 */
export type BudgetView = { 
/**
 * The team's account; nothing for those who may not see it.
 */
team: Account | null, 
/**
 * Quotas, by person, as far as this person may see them.
 */
quotas: Array<QuotaRow>, };

/**
 * When a team works: weekly frames, days off and special days in one time zone.
 *
 * Serialised exactly as the explain command reads it: `time_zone` (an IANA name), `weekly`
 * (`"24x7"`, or `mon`…`sun` with lists of `"HH:MM-HH:MM"`), `holidays` (dates) and `overrides`
 * (date → frames). Unknown fields are refused, because a misspelt `holiday` would silently move
 * deadlines.
 */
export type Calendar = { 
/**
 * The zone in which every frame and date below is read.
 */
time_zone: string, 
/**
 * The frames of an ordinary week.
 */
weekly: Weekly, 
/**
 * Dates without work, unless an override says otherwise.
 */
holidays: Array<string>, 
/**
 * Dates with frames of their own: make-up working days, special hours, or an empty list for
 * closed.
 */
overrides: { [date: string]: Array<string> }, };

/**
 * One thing the scorecard checked.
 */
export type Check = { 
/**
 * What was expected, in words.
 */
name: string, 
/**
 * Whether it was so.
 */
passed: boolean, 
/**
 * What was found, in words.
 */
why: string, };

/**
 * Which promise a clock keeps. First and next response, and the two resolutions, are never one
 * word: each pair has different starts and stops.
 */
export type ClockKind = "first_response" | "next_response" | "update" | "first_resolution" | "total_resolution" | "handler_response";

/**
 * A clock of a ticket as it reads now.
 */
export type ClockView = { 
/**
 * The promise and its history: what it counts, what paused it.
 */
clock: BoundClock, 
/**
 * Where it stands.
 */
reading: Reading, };

/**
 * A command: made on a desk, answered by the hub exactly once.
 */
export type CommandId = string;

/**
 * A customer.
 */
export type Customer = { 
/**
 * The shop's account name.
 */
id: CustomerId, 
/**
 * Which import this came from: `ecom-bench`, `tau-retail`…
 */
source: string, 
/**
 * Full name.
 */
name: string, 
/**
 * As the shop recorded it; empty when it did not.
 */
gender: string, 
/**
 * In years, where known.
 */
age: number | null, 
/**
 * Every way to reach or recognise them.
 */
handles: Array<Handle>, 
/**
 * Home address.
 */
address: Address, 
/**
 * Balance of the shop's stored-value card, where there is one.
 */
card_balance: Fen | null, 
/**
 * Ways to pay that the shop has on file, in words.
 */
payment_methods: Array<string>, 
/**
 * Marks given by rule or by hand.
 */
tags: Array<string>, };

/**
 * A customer of the shop; the shop's own account name where there is one.
 */
export type CustomerId = string;

/**
 * A page of customers.
 */
export type CustomerPage = { 
/**
 * How many there are in all.
 */
total: number, 
/**
 * The rows wanted.
 */
rows: Array<CustomerRow>, };

/**
 * One row of the list of customers.
 */
export type CustomerRow = { 
/**
 * Who.
 */
id: CustomerId, 
/**
 * Their name.
 */
name: string, 
/**
 * Telephone (masked as this person may see it) or e-mail.
 */
reach: string, 
/**
 * Province and city.
 */
place: string, 
/**
 * How many orders.
 */
orders: number, 
/**
 * How many live tickets.
 */
live_tickets: number, };

/**
 * The 360 view.
 */
export type CustomerView = { 
/**
 * 1 and 2: profile and tags.
 */
customer: Customer, 
/**
 * On top: what they probably want.
 */
guesses: Array<Guess>, 
/**
 * 3, 4 and 5: orders with logistics and service orders.
 */
orders: Array<OrderView>, 
/**
 * 6: interactions, newest first.
 */
interactions: Array<Interaction>, 
/**
 * 7: tickets, newest first.
 */
tickets: Array<QueueRow>, 
/**
 * 7: compensation, newest first.
 */
grants: Array<Grant>, 
/**
 * 8: value and feedback.
 */
value: Value, };

/**
 * Something changed on the desk; screens that show it read it again.
 */
export type DeskEvent = { "type": "changed", 
/**
 * The kinds among them.
 */
kinds: Array<string>, 
/**
 * Which, when they are few.
 */
ids: Array<string>, } | { "type": "line", 
/**
 * To this.
 */
state: LineState, } | { "type": "open", 
/**
 * The kind of thing.
 */
kind: string, 
/**
 * Which.
 */
id: string, } | { "type": "alert", 
/**
 * What it said.
 */
alert: Alert, };

/**
 * A draft as it was at the last keystroke.
 */
export type Draft = { 
/**
 * Made by the screen that writes it.
 */
id: string, 
/**
 * What it will become.
 */
kind: DraftKind, 
/**
 * The ticket or the customer it is about.
 */
subject: string, 
/**
 * Every field, by name.
 */
fields: { [key in string]: string }, 
/**
 * The field the cursor is in.
 */
focus: string, 
/**
 * Where in that field, in UTF-16 units as the web view counts.
 */
caret: number, 
/**
 * When it was last written; set by the desk.
 */
updated_at: string | null, };

/**
 * What a draft will become.
 */
export type DraftKind = "ticket" | "reply" | "note" | "grant" | "resolution";

/**
 * Something a trainee did, or wants to do.
 */
export type DrillAction = { 
/**
 * [`ActionSpec::id`] or [`ActionSpec::name`].
 */
name: string, 
/**
 * The arguments. The shop, the platform and the customer are the scenario's and need not be given.
 */
arguments: Record<string, unknown>, };

/**
 * A finished drill.
 */
export type DrillRun = { 
/**
 * Which run.
 */
id: DrillRunId, 
/**
 * What was played.
 */
scenario_id: ScenarioId, 
/**
 * By whom.
 */
trainee: PersonId, 
/**
 * When it began.
 */
started_at: string, 
/**
 * When it ended.
 */
ended_at: string, 
/**
 * The state of the world that was left behind, against the expected one.
 */
world: Score, 
/**
 * What was said.
 */
words: Score, 
/**
 * The customer's mood after each turn, 0 (furious) to 100 (delighted).
 */
feeling: Array<number>, 
/**
 * The talk.
 */
transcript: Array<Turn>, };

/**
 * One run of a scenario by one person.
 */
export type DrillRunId = string;

/**
 * A drill as its screen shows it.
 */
export type DrillScreen = { 
/**
 * The ticket in the sandbox on which the customer talks.
 */
ticket_id: TicketId, 
/**
 * What is played.
 */
scenario: Scenario, 
/**
 * What is played.
 */
scenario_id: ScenarioId, 
/**
 * Its title.
 */
title: string, 
/**
 * `zh` or `en`.
 */
language: string, 
/**
 * Intents that the trainee has dealt with.
 */
intents_done: number, 
/**
 * All intents.
 */
intents_total: number, 
/**
 * 0 (furious) to 100 (delighted).
 */
mood: number, 
/**
 * The customer has said goodbye; only [`finish`](crate::drill::Drill::finish) is left.
 */
finished: boolean, 
/**
 * The talk so far.
 */
transcript: Array<Turn>, 
/**
 * The mood after each turn of the talk.
 */
feeling: Array<number>, 
/**
 * What moved it.
 */
moves: Array<MoodMove>, 
/**
 * What was done.
 */
performed: Array<Performed>, 
/**
 * What can be done.
 */
catalogue: Array<ActionSpec>, };

/**
 * How a ticket ended: three facts that are never one field.
 */
export type Ending = { 
/**
 * Was the problem solved?
 */
solved: Solved, 
/**
 * Who was at fault?
 */
liable: Liable, 
/**
 * Is the customer satisfied (1 to 5)? Only the customer can say, so mostly unknown.
 */
satisfied: number | null, 
/**
 * What was done, in the agent's words.
 */
summary: string, };

/**
 * One entry of a ticket's timeline.
 */
export type Entry = { 
/**
 * Which entry; made where it was written, so a retry is the same entry.
 */
id: EntryId, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
author: Author, 
/**
 * What.
 */
body: EntryBody, };

/**
 * What an entry of the timeline says.
 */
export type EntryBody = { "type": "description", 
/**
 * The words of the one who opened it.
 */
text: string, } | { "type": "message", 
/**
 * `phone`, `chat`, `app`…
 */
channel: string, 
/**
 * The words.
 */
text: string, } | { "type": "note", 
/**
 * The words.
 */
text: string, } | { "type": "assigned", 
/**
 * The new owner; nobody when it was put back.
 */
owner: PersonId | null, } | { "type": "status", 
/**
 * From.
 */
from: TicketStatus, 
/**
 * To.
 */
to: TicketStatus, } | { "type": "escalated", 
/**
 * From which line.
 */
from: number, 
/**
 * To which line.
 */
to: number, 
/**
 * Why.
 */
reason: string, } | { "type": "resolved", 
/**
 * How.
 */
ending: Ending, } | { "type": "grant", 
/**
 * Which.
 */
grant_id: GrantId, 
/**
 * `requested`, `granted`, `approved` or `rejected`.
 */
step: string, 
/**
 * How much.
 */
amount: Fen, 
/**
 * Why, where somebody said so.
 */
reason: string, };

/**
 * One entry of a ticket's timeline.
 */
export type EntryId = string;

/**
 * Something the scenario expects of the agent: a change in the world, or a look-up.
 */
export type ExpectedAction = { 
/**
 * The name of the action in the source (`manage_order`, `return_delivered_order_items`…).
 */
name: string, 
/**
 * Its arguments, as the source gives them, in JSON.
 */
arguments: Record<string, unknown>, };

/**
 * A named piece of knowledge about a product: a gift, a material, a fault and its cure.
 */
export type Fact = { 
/**
 * A code where the shop has one (a fault code).
 */
code: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What there is to know.
 */
text: string, };

/**
 * An amount in fen. Arithmetic is checked: an overflow is an error of the caller, never a wrap.
 */
export type Fen = number;

/**
 * A compensation.
 */
export type Grant = { 
/**
 * Which grant.
 */
id: GrantId, 
/**
 * Who gets it.
 */
customer_id: CustomerId, 
/**
 * For which order.
 */
order_id: OrderId | null, 
/**
 * On which ticket.
 */
ticket_id: TicketId | null, 
/**
 * In what form.
 */
kind: GrantKind, 
/**
 * How much.
 */
amount: Fen, 
/**
 * Why, as a code.
 */
cause: string, 
/**
 * Why, in words.
 */
note: string, 
/**
 * Where it stands.
 */
state: GrantState, 
/**
 * Who asked.
 */
requested_by: PersonId, 
/**
 * The team whose budget backs it.
 */
team: TeamId, 
/**
 * When.
 */
requested_at: string, 
/**
 * The hold in the ledger while a manager decides.
 */
hold: TransferId | null, 
/**
 * Who decided, when it was not the quota.
 */
decided_by: PersonId | null, 
/**
 * When.
 */
decided_at: string | null, 
/**
 * Why it was refused.
 */
reason: string, };

/**
 * A compensation.
 */
export type GrantId = string;

/**
 * In what form the customer gets it.
 */
export type GrantKind = "cash" | "coupon" | "postage" | "gift" | "repair_fee";

/**
 * A compensation in a list.
 */
export type GrantRow = { 
/**
 * The grant.
 */
grant: Grant, 
/**
 * The customer's name.
 */
customer_name: string, 
/**
 * Who asked.
 */
requester_name: string, 
/**
 * Who decided.
 */
decider_name: string, 
/**
 * Whether some of it is not yet on the hub.
 */
pending: boolean, 
/**
 * Whether some of it was refused and waits for the person.
 */
stuck: boolean, };

/**
 * Where a grant stands.
 */
export type GrantState = "waiting" | "granted" | "rejected";

/**
 * One request with the story beside it, for the one who decides.
 */
export type GrantView = { 
/**
 * The grant.
 */
row: GrantRow, 
/**
 * The ticket it belongs to.
 */
ticket: TicketView | null, 
/**
 * The team's budget, for those who may see it.
 */
budget: Account | null, 
/**
 * The requester's quota, for those who may see it.
 */
quota: Account | null, 
/**
 * Earlier compensation of the same customer, newest first.
 */
history: Array<GrantRow>, };

/**
 * What the customer is probably calling about, the likeliest first.
 */
export type Guess = { "type": "live_ticket", 
/**
 * Which.
 */
ticket_id: TicketId, 
/**
 * Its title.
 */
title: string, } | { "type": "late_shipment", 
/**
 * Of which order.
 */
order_id: OrderId, 
/**
 * What was said.
 */
expected_at: string, } | { "type": "open_shipment", 
/**
 * Of which order.
 */
order_id: OrderId, 
/**
 * The last thing the carrier said.
 */
status: string, } | { "type": "unshipped_order", 
/**
 * Which.
 */
order_id: OrderId, 
/**
 * The shop's word for where it stands.
 */
status: string, };

/**
 * One address of a customer on one channel.
 */
export type Handle = { 
/**
 * The channel: `phone`, `email`, `account`, `wechat`…
 */
channel: string, 
/**
 * The address there.
 */
value: string, };

/**
 * An intent, from the UI or the command line. It is checked like any input from outside.
 */
export type Intent = { "type": "open_ticket", 
/**
 * Whose problem.
 */
customer_id: CustomerId, 
/**
 * About which order.
 */
order_id: OrderId | null, 
/**
 * About what.
 */
kind: TicketKind, 
/**
 * One line.
 */
title: string, 
/**
 * The story.
 */
text: string, 
/**
 * Shorter promises apply.
 */
urgent: boolean, } | { "type": "add_note", 
/**
 * Where.
 */
ticket_id: TicketId, 
/**
 * The words.
 */
text: string, } | { "type": "reply", 
/**
 * Where.
 */
ticket_id: TicketId, 
/**
 * The words.
 */
text: string, 
/**
 * The newest entry that was on screen; guards against answering something older.
 */
seen: EntryId | null, } | { "type": "record_message", 
/**
 * Where.
 */
ticket_id: TicketId, 
/**
 * The channel.
 */
channel: string, 
/**
 * The words.
 */
text: string, } | { "type": "claim_ticket", 
/**
 * Which.
 */
ticket_id: TicketId, } | { "type": "assign_ticket", 
/**
 * Which.
 */
ticket_id: TicketId, 
/**
 * To whom.
 */
owner: PersonId | null, } | { "type": "set_status", 
/**
 * Which.
 */
ticket_id: TicketId, 
/**
 * The new status.
 */
status: TicketStatus, } | { "type": "escalate_ticket", 
/**
 * Which.
 */
ticket_id: TicketId, 
/**
 * To which line.
 */
line: number, 
/**
 * Why.
 */
reason: string, } | { "type": "resolve_ticket", 
/**
 * Which.
 */
ticket_id: TicketId, 
/**
 * How.
 */
ending: Ending, } | { "type": "request_grant", 
/**
 * Who gets it.
 */
customer_id: CustomerId, 
/**
 * For which order.
 */
order_id: OrderId | null, 
/**
 * On which ticket.
 */
ticket_id: TicketId | null, 
/**
 * In what form.
 */
kind: GrantKind, 
/**
 * How much.
 */
amount: Fen, 
/**
 * Why, as a code.
 */
cause: string, 
/**
 * Why, in words.
 */
note: string, } | { "type": "approve_grant", 
/**
 * Which.
 */
grant_id: GrantId, 
/**
 * The amount that was on screen.
 */
amount: Fen, } | { "type": "reject_grant", 
/**
 * Which.
 */
grant_id: GrantId, 
/**
 * Why.
 */
reason: string, } | { "type": "allot_quota", 
/**
 * Whose.
 */
person_id: PersonId, 
/**
 * How much.
 */
amount: Fen, };

/**
 * One dated thing in the customer's life with the shop.
 */
export type Interaction = { 
/**
 * When.
 */
at: string, 
/**
 * `message`, `ticket`, `resolved`, `parcel`, `grant`.
 */
kind: string, 
/**
 * What happened, in the words of the record; empty where there are none.
 */
text: string, 
/**
 * The compensation that was asked for, if it is one.
 */
grant: Grant | null, 
/**
 * The ticket it opens, if any.
 */
ticket_id: TicketId | null, 
/**
 * The entry on that ticket.
 */
entry_id: EntryId | null, 
/**
 * The order it opens, if any.
 */
order_id: OrderId | null, };

/**
 * An invoice. There is at most one for an order, so the order's number is its identity.
 */
export type Invoice = { 
/**
 * The order it bills.
 */
order_id: OrderId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * Personal, company…
 */
kind: string, 
/**
 * Whom it names.
 */
title: string, 
/**
 * The telephone number on it.
 */
phone: string, };

/**
 * What an IPC command answers when it fails.
 */
export type IpcError = { 
/**
 * `rejected`, `unknown`, `invalid`, `no_line`, `wrong_credentials`, `busy`, `storage`, `internal`.
 */
code: string, 
/**
 * What happened, in English, for the details.
 */
message: string, 
/**
 * Why the rules refused it, when they did.
 */
rejection: Rejection | null, };

/**
 * Who was at fault. The second fact.
 */
export type Liable = "unsettled" | "merchant" | "carrier" | "installer" | "platform" | "customer";

/**
 * The line to the hub, in one glance.
 */
export type LineState = { 
/**
 * Whether the hub answered last time.
 */
online: boolean, 
/**
 * Since when it has been so.
 */
since: string | null, 
/**
 * Why there is no line, as a code: `unreachable`, `unauthorized`, `copied`, `upgrade_required`, `hub_error`.
 */
trouble: string | null, 
/**
 * Commands on their way.
 */
waiting: number, 
/**
 * Commands that the hub refused.
 */
stuck: number, 
/**
 * The hub's clock minus this machine's, in milliseconds; nothing while unknown.
 */
clock_offset_ms: number | null, 
/**
 * Whether the offset is known and below 30 seconds.
 */
clock_verified: boolean, 
/**
 * The feed number up to which this desk has everything.
 */
cursor: number, 
/**
 * Whether the first pull has ever been completed.
 */
complete: boolean, 
/**
 * How this machine's disk keeps what is written.
 */
storage: StorageState, };

/**
 * How the console is connected.
 */
export type Mode = "solo" | "team";

/**
 * An amount with its currency.
 */
export type Money = { 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * How much, in 1/100 of the unit.
 */
amount: Fen, };

/**
 * Why the mood moved.
 */
export type MoodMove = { 
/**
 * The turn of the trainee that moved it, counted from 0 in the transcript.
 */
turn: number, 
/**
 * By how much, after the limits of 0 and 100.
 */
by: number, 
/**
 * Why, in the scenario's language.
 */
why: string, };

/**
 * An order as the shop knows it. Statuses and payment stay in the shop's own words.
 */
export type Order = { 
/**
 * The number the customer knows.
 */
id: OrderId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * Who bought.
 */
customer_id: CustomerId, 
/**
 * The shop's word for where the order stands.
 */
status: string, 
/**
 * What was paid or is to be paid.
 */
total: Fen, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * Whether the customer asked for haste.
 */
urgent: boolean, 
/**
 * What was bought.
 */
lines: Array<OrderLine>, 
/**
 * Where it goes.
 */
address: Address, 
/**
 * How it was paid, in the shop's words.
 */
payment: string, };

/**
 * An order number, as the shop prints it.
 */
export type OrderId = string;

/**
 * One position of an order.
 */
export type OrderLine = { 
/**
 * What was bought.
 */
product_id: ProductId, 
/**
 * The variant that was bought, where the shop tells variants apart.
 */
item_id: string, 
/**
 * The product's name at the time, or empty: then the catalogue has it.
 */
title: string, 
/**
 * Colour, size and the like, in words.
 */
options: string, 
/**
 * How many.
 */
quantity: number, 
/**
 * Price of one.
 */
price: Fen, };

/**
 * An order with what belongs to it.
 */
export type OrderView = { 
/**
 * The order; line titles are filled from the catalogue.
 */
order: Order, 
/**
 * Its parcels.
 */
shipments: Array<Shipment>, 
/**
 * Its visits.
 */
service_orders: Array<ServiceOrder>, 
/**
 * Its invoice.
 */
invoice: Invoice | null, 
/**
 * The products in it, with what the team must know about them.
 */
products: Array<Product>, 
/**
 * Tickets about it.
 */
tickets: Array<TicketId>, };

/**
 * One row of the outbox.
 */
export type OutboxRow = { 
/**
 * Which command.
 */
id: CommandId, 
/**
 * Its number on this desk.
 */
n: number, 
/**
 * The code of the command.
 */
kind: string, 
/**
 * Where it stands.
 */
state: OutboxState, 
/**
 * Why it was refused.
 */
reason: Rejection | null, 
/**
 * The kind of thing it is about.
 */
subject_kind: string, 
/**
 * Which.
 */
subject_id: string, 
/**
 * A line for the list: the ticket's title, the customer's name.
 */
title: string, 
/**
 * The words the person wrote.
 */
text: string, 
/**
 * When it was done.
 */
made_at: string, };

/**
 * Where a command of the outbox stands.
 */
export type OutboxState = "waiting" | "stuck";

/**
 * What a form field holds, so that a screen can offer the right thing to pick from.
 */
export type ParameterKind = "text" | "choice" | "order" | "product" | "products" | "cart" | "items" | "new_items" | "number" | "money" | "payment";

/**
 * One field of an action's form.
 */
export type ParameterSpec = { 
/**
 * The argument's name in the source.
 */
name: string, 
/**
 * Its label in Chinese.
 */
title_zh: string, 
/**
 * Its label in English.
 */
title_en: string, 
/**
 * What it holds.
 */
kind: ParameterKind, 
/**
 * The values to choose from, for [`ParameterKind::Choice`].
 */
choices: Array<string>, 
/**
 * Whether the action makes no sense without it.
 */
required: boolean, };

/**
 * A stretch during which a clock stands still, half-open like everything else.
 */
export type Pause = { 
/**
 * The first instant that does not count.
 */
from: string, 
/**
 * The first instant that counts again; `None` while nobody knows when that will be.
 * A pause that ends at or before its start pauses nothing.
 */
until: string | null, };

/**
 * A command of this desk on the ticket that the hub has not accepted (yet).
 */
export type PendingWork = { 
/**
 * Which command.
 */
command_id: CommandId, 
/**
 * Its number in the outbox.
 */
n: number, 
/**
 * The code of the command.
 */
kind: string, 
/**
 * The timeline entry it makes, if any.
 */
entry_id: EntryId | null, 
/**
 * The words the person wrote.
 */
text: string, 
/**
 * Why the hub refused it; nothing while it waits.
 */
reason: Rejection | null, };

/**
 * Something the trainee did in the shop, as it is kept and judged.
 */
export type Performed = { 
/**
 * What.
 */
action: DrillAction, 
/**
 * Its title in the scenario's language, with the main arguments.
 */
title: string, 
/**
 * Whether it changes the shop; otherwise it looked something up.
 */
changes: boolean, 
/**
 * Whether the shop did it; otherwise [`answer`](Self::answer) says why not.
 */
done: boolean, 
/**
 * What the shop answered.
 */
answer: string, 
/**
 * How many turns of the talk came before it.
 */
at_turn: number, };

/**
 * A member of the service team, as colleagues see them.
 */
export type Person = { 
/**
 * Who this is.
 */
id: PersonId, 
/**
 * The name that they sign in with.
 */
login: string, 
/**
 * The name that colleagues see.
 */
name: string, 
/**
 * What they may do.
 */
roles: Array<Role>, 
/**
 * The tier (1 to 4) whose tickets they take.
 */
line: number, 
/**
 * The team whose queue and budget they share.
 */
team: TeamId, 
/**
 * A disabled person keeps their history and can do nothing.
 */
disabled: boolean, };

/**
 * A person of the service team.
 */
export type PersonId = string;

/**
 * How the simulated customer is: the axes that scenario authors describe, each in words.
 */
export type Persona = { 
/**
 * The type of customer.
 */
kind: string, 
/**
 * Mood at the start.
 */
mood: string, 
/**
 * How closely they look.
 */
care: string, 
/**
 * How long they wait.
 */
patience: string, 
/**
 * How far they believe.
 */
trust: string, 
/**
 * How they stand on their rights.
 */
rights: string, 
/**
 * How they ask.
 */
asking: string, 
/**
 * How they write.
 */
style: string, 
/**
 * How fast they write.
 */
tempo: string, };

/**
 * A product.
 */
export type Product = { 
/**
 * Its number.
 */
id: ProductId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * Its full name.
 */
name: string, 
/**
 * The shop's word for whether it is on sale.
 */
status: string, 
/**
 * List price, where the product itself has one.
 */
price: Fen | null, 
/**
 * ISO 4217 code.
 */
currency: string, 
/**
 * The shop's description.
 */
description: string, 
/**
 * Forms it is sold in.
 */
variants: Array<Variant>, 
/**
 * What it may be exchanged for.
 */
exchanges: Array<Variant>, 
/**
 * Gifts that come with it.
 */
gifts: Array<Fact>, 
/**
 * Auxiliary materials.
 */
materials: Array<Fact>, 
/**
 * How it is installed.
 */
installation: string, 
/**
 * How it is repaired, and the warranty.
 */
repair: string, 
/**
 * Known faults and their cures.
 */
faults: Array<Fact>, };

/**
 * A product of the catalogue.
 */
export type ProductId = string;

/**
 * How many tickets each queue holds.
 */
export type QueueCounts = { 
/**
 * See [`QueueScope::Mine`].
 */
mine: number, 
/**
 * See [`QueueScope::Team`].
 */
team: number, 
/**
 * See [`QueueScope::Unclaimed`].
 */
unclaimed: number, 
/**
 * See [`QueueScope::Resolved`].
 */
resolved: number, 
/**
 * Live tickets of this person with a broken promise.
 */
breached: number, };

/**
 * A part of a queue.
 */
export type QueuePage = { 
/**
 * How many rows the whole queue has.
 */
total: number, 
/**
 * The sizes of all queues.
 */
counts: QueueCounts, 
/**
 * The rows wanted.
 */
rows: Array<QueueRow>, };

/**
 * What part of a queue is wanted.
 */
export type QueueQuery = { 
/**
 * Which tickets.
 */
scope: QueueScope, 
/**
 * The first row wanted.
 */
offset: number, 
/**
 * How many rows.
 */
limit: number, };

/**
 * One ticket in a queue.
 */
export type QueueRow = { 
/**
 * Which ticket.
 */
id: TicketId, 
/**
 * The number the hub gave it.
 */
number: number | null, 
/**
 * One line.
 */
title: string, 
/**
 * About what.
 */
kind: TicketKind, 
/**
 * Where it stands.
 */
status: TicketStatus, 
/**
 * Shorter promises apply.
 */
urgent: boolean, 
/**
 * Which tier holds it.
 */
line: number, 
/**
 * Who has it.
 */
owner: PersonId | null, 
/**
 * Their name.
 */
owner_name: string, 
/**
 * Whose problem.
 */
customer_id: CustomerId, 
/**
 * Their name.
 */
customer_name: string, 
/**
 * About which order.
 */
order_id: OrderId | null, 
/**
 * The next deadline among the promises that still run.
 */
due: string | null, 
/**
 * Which promise that is.
 */
due_clock: ClockKind | null, 
/**
 * Where that promise stands; the UI counts down between two readings.
 */
due_state: ReadingState | null, 
/**
 * When anything last happened.
 */
updated_at: string, 
/**
 * Whether some of it is not yet on the hub.
 */
pending: boolean, 
/**
 * Whether some of it was refused and waits for the person.
 */
stuck: boolean, };

/**
 * Which tickets a queue shows.
 */
export type QueueScope = "mine" | "team" | "unclaimed" | "resolved";

/**
 * One person's quota.
 */
export type QuotaRow = { 
/**
 * Whose.
 */
person: Person, 
/**
 * The account; nothing before the first allotment.
 */
account: Account | null, };

/**
 * What a clock says at one instant.
 */
export type Reading = { 
/**
 * Which promise this is.
 */
kind: ClockKind, 
/**
 * Where it stands.
 */
state: ReadingState, 
/**
 * The deadline; `None` while a pause has no end, and beyond 400 days.
 */
due: string | null, 
/**
 * Working seconds left until the deadline, negative after it; `None` once the promise is met.
 */
remaining_seconds: number | null, 
/**
 * Working seconds used up, until the stopping event if there was one.
 */
elapsed_seconds: number, 
/**
 * The deadline that was missed, whenever that was noticed.
 */
breached_at: string | null, };

/**
 * Where a clock stands.
 */
export type ReadingState = "running" | "paused" | "met" | "breached";

/**
 * A reason that the console can explain. The code is stable; the words are the UI's.
 */
export type Rejection = { "code": "not_allowed" } | { "code": "invalid", 
/**
 * Which field.
 */
field: string, 
/**
 * What would be.
 */
why: string, } | { "code": "unknown", 
/**
 * What sort of thing.
 */
kind: string, 
/**
 * Which.
 */
id: string, } | { "code": "duplicate", 
/**
 * Which.
 */
id: string, } | { "code": "already_claimed", 
/**
 * Which ticket.
 */
ticket_id: TicketId, 
/**
 * Who has it.
 */
by: PersonId, } | { "code": "thread_moved", 
/**
 * Which ticket.
 */
ticket_id: TicketId, } | { "code": "ticket_resolved", 
/**
 * Which ticket.
 */
ticket_id: TicketId, } | { "code": "only_up", 
/**
 * Where it is.
 */
line: number, } | { "code": "wrong_line", 
/**
 * Where it is.
 */
line: number, } | { "code": "budget_short", 
/**
 * What is left.
 */
available: Fen, 
/**
 * What was wanted.
 */
wanted: Fen, } | { "code": "already_decided", 
/**
 * Which grant.
 */
grant_id: GrantId, } | { "code": "own_request" } | { "code": "grant_differs", 
/**
 * What it is over now.
 */
amount: Fen, } | { "code": "money_paused", 
/**
 * What is wrong with the database.
 */
why: string, };

/**
 * One reminder of a clock.
 */
export type Reminder = { 
/**
 * When it fires.
 */
when: ReminderTime, 
/**
 * Who is told.
 */
audience: Audience, };

/**
 * When a reminder fires, measured on the clock itself: pauses and closed hours do not count, so
 * that "30 minutes before" leaves 30 minutes in which somebody is there to act.
 */
export type ReminderTime = { "minutes_before_due": number } | { "percent_of_target": number };

/**
 * Something that was found damaged and has been repaired.
 */
export type Repair = { 
/**
 * What: `work`, `journal` or `cache`.
 */
what: string, 
/**
 * When.
 */
at: string, 
/**
 * Whether something of it may be gone.
 */
lost: boolean, };

/**
 * What a person may see and do. A person may hold several.
 */
export type Role = "agent" | "senior" | "trainer" | "inspector" | "manager";

/**
 * A scenario.
 */
export type Scenario = { 
/**
 * Which scenario.
 */
id: ScenarioId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * A short name for the list.
 */
title: string, 
/**
 * `zh` or `en`.
 */
language: string, 
/**
 * Who calls; the sandbox is seeded with their data.
 */
customer_id: CustomerId | null, 
/**
 * How they are.
 */
persona: Persona, 
/**
 * What they want, in order, addressed to the one who plays them.
 */
intents: Array<string>, 
/**
 * What the agent is expected to change.
 */
actions: Array<ExpectedAction>, 
/**
 * What the agent is expected to look up first.
 */
lookups: Array<ExpectedAction>, };

/**
 * A training scenario.
 */
export type ScenarioId = string;

/**
 * One part of a scorecard: a score from 0 to 1 and the checks behind it.
 */
export type Score = { 
/**
 * From 0 to 1: the share of the checks that passed.
 */
score: number, 
/**
 * What was checked.
 */
checks: Array<Check>, };

/**
 * One find.
 */
export type SearchHit = { 
/**
 * The kind of thing: `customer`, `order`, `ticket`, `message`, `product`, `article`, `outbox`.
 */
kind: string, 
/**
 * Which; for a message, its ticket; for a tracking number, its order; in the outbox, the number of the command.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * The words around the find.
 */
snippet: string, 
/**
 * What to mark in the snippet, as pairs of character positions.
 */
marks: Array<[number, number]>, 
/**
 * Only the digits that masking leaves visible fit the telephone number that was looked for: it may be another
 * person's.
 */
partial: boolean, 
/**
 * For a message, the entry of the ticket's timeline.
 */
entry_id: EntryId | null, };

/**
 * A service order, in the shop's own words where it has no codes.
 */
export type ServiceOrder = { 
/**
 * Which visit.
 */
id: ServiceOrderId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * Whose.
 */
customer_id: CustomerId, 
/**
 * For which order.
 */
order_id: OrderId, 
/**
 * Installation, repair…
 */
kind: string, 
/**
 * The appointment as the customer was told it.
 */
appointment: string, 
/**
 * Whom the installer calls.
 */
contact: string, 
/**
 * Their telephone number.
 */
phone: string, };

/**
 * A visit: installation, repair, return or exchange.
 */
export type ServiceOrderId = string;

/**
 * A parcel.
 */
export type Shipment = { 
/**
 * Tracking number, made unique by the order it belongs to.
 */
id: ShipmentId, 
/**
 * Which import this came from.
 */
source: string, 
/**
 * The order inside.
 */
order_id: OrderId, 
/**
 * Whose it is.
 */
customer_id: CustomerId, 
/**
 * The number the carrier knows.
 */
tracking_number: string, 
/**
 * The carrier.
 */
carrier: string, 
/**
 * When the carrier meant to deliver.
 */
expected_at: string | null, 
/**
 * When it was delivered.
 */
delivered_at: string | null, 
/**
 * Who receives it.
 */
receiver: string, 
/**
 * The receiver's telephone number.
 */
receiver_phone: string, 
/**
 * The way so far, in order.
 */
track: Array<TrackEvent>, };

/**
 * A parcel; its tracking number where there is one.
 */
export type ShipmentId = string;

/**
 * Was the problem solved? One of the three separate facts at the end of a ticket.
 */
export type Solved = "confirmed" | "inferred" | "no";

/**
 * How this machine's disk keeps what is written.
 */
export type StorageState = { 
/**
 * Why nothing can be written, as a code: `disk_full`, `read_only`, `disk_failing`; nothing when all is well.
 */
trouble: string | null, 
/**
 * What was found damaged and has been repaired lately, the newest last.
 */
repairs: Array<Repair>, };

/**
 * A team: the group whose tickets and budget belong together.
 */
export type TeamId = string;

/**
 * A ticket.
 */
export type Ticket = { 
/**
 * Which ticket.
 */
id: TicketId, 
/**
 * The short number people say aloud; the hub gives it on acceptance.
 */
number: number | null, 
/**
 * What it is about.
 */
kind: TicketKind, 
/**
 * One line.
 */
title: string, 
/**
 * Whose problem it is.
 */
customer_id: CustomerId, 
/**
 * The order it is about.
 */
order_id: OrderId | null, 
/**
 * Where it stands.
 */
status: TicketStatus, 
/**
 * Shorter promises apply.
 */
urgent: boolean, 
/**
 * The tier that holds it, 1 to 4.
 */
line: number, 
/**
 * The team that holds it.
 */
team: TeamId, 
/**
 * The person who works it; nobody while it waits in the queue.
 */
owner: PersonId | null, 
/**
 * Who opened it.
 */
opened_by: PersonId, 
/**
 * When the promise began.
 */
created_at: string, 
/**
 * When anything last happened.
 */
updated_at: string, 
/**
 * The promises.
 */
clocks: Array<BoundClock>, 
/**
 * Everything that happened, in order.
 */
timeline: Array<Entry>, 
/**
 * How it ended.
 */
ending: Ending | null, };

/**
 * A ticket.
 */
export type TicketId = string;

/**
 * What a ticket is about. Forms and promises follow from it.
 */
export type TicketKind = "complaint" | "after_sale" | "installation" | "gift" | "price_difference" | "postage_refund" | "arbitration" | "inquiry";

/**
 * Where a ticket stands.
 */
export type TicketStatus = "open" | "waiting_customer" | "waiting_party" | "resolved";

/**
 * A ticket for the screen.
 */
export type TicketView = { 
/**
 * The ticket, pending work included.
 */
ticket: Ticket, 
/**
 * Its promises now.
 */
clocks: Array<ClockView>, 
/**
 * The customer's name.
 */
customer_name: string, 
/**
 * Names of the people in the timeline.
 */
people: { [key in PersonId]: string }, 
/**
 * Compensations on this ticket.
 */
grants: Array<Grant>, 
/**
 * This desk's work on it that is not on the hub, refused work included.
 */
pending: Array<PendingWork>, };

/**
 * One step of a parcel on its way.
 */
export type TrackEvent = { 
/**
 * When it happened; unknown in some shops.
 */
at: string | null, 
/**
 * The carrier's word for the state.
 */
status: string, 
/**
 * Where.
 */
place: string, 
/**
 * What the carrier says.
 */
text: string, 
/**
 * Who did it, where the carrier says so.
 */
operator: string, };

/**
 * A ledger transfer.
 */
export type TransferId = string;

/**
 * One turn of the talk.
 */
export type Turn = { 
/**
 * `customer`, `trainee` or `system`.
 */
who: string, 
/**
 * The words.
 */
text: string, };

/**
 * What the customer is worth and how they feel, as far as the shop knows.
 */
export type Value = { 
/**
 * Sum of the orders, by currency.
 */
spent: Array<Money>, 
/**
 * Number of orders.
 */
orders: number, 
/**
 * Tickets in all.
 */
tickets: number, 
/**
 * Tickets that ended with the problem solved.
 */
solved: number, 
/**
 * Compensation that stands.
 */
granted: Fen, 
/**
 * The satisfaction marks the customer gave (1 to 5), newest first.
 */
satisfaction: Array<number>, };

/**
 * A buyable form of a product, or another product it may be exchanged for.
 */
export type Variant = { 
/**
 * Its number.
 */
id: string, 
/**
 * Colour, size… or a description, in words.
 */
text: string, 
/**
 * Price, where the shop gives one.
 */
price: Fen | null, 
/**
 * Whether it can be bought now.
 */
available: boolean, };

/**
 * What an ordinary week looks like.
 */
export type Weekly = "24x7" | { [day in "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"]?: Array<string> };

/**
 * The answer to anything that writes.
 */
export type Written = { 
/**
 * The thing that was written: a ticket, an entry, a grant.
 */
id: string, 
/**
 * `waiting` until the hub has it, then `confirmed`.
 */
state: WrittenState, 
/**
 * The command's number in the outbox.
 */
n: number, };

/**
 * Whether the hub has it.
 */
export type WrittenState = "waiting" | "confirmed";
