// What can be done with the ticket in front: one list for keys, menu and palette.
import { cutOff } from "../console/line";
import { session } from "../console/session.svelte";
import { granting } from "../grant/granting.svelte";
import { t, type PlainKey } from "../i18n/i18n.svelte";
import { desk, type TicketStatus, type TicketView } from "../ipc/desk";
import { useActions, type Action } from "../shared/actions.svelte";
import { submit } from "../shared/submit";
import { toasts } from "../shared/toasts.svelte";
import { bench } from "../console/bench.svelte";
import { composing } from "./composing.svelte";
import { beginTicket } from "./writing";

/** Which dialog about the ticket is open. */
class Deeds {
  open = $state<"resolve" | "escalate" | "assign" | null>(null);
}

export const deeds = new Deeds();

/** Why something cannot be done now; nothing when it can. */
export const whyNot = {
  work: (): PlainKey | null => (session.worksTickets ? null : "why.not_your_role"),
  claim: (view: TicketView): PlainKey | null => {
    if (view.ticket.status === "resolved") return "why.resolved";
    if (view.ticket.owner === session.person?.id) return "why.yours";
    if (view.ticket.owner && !session.hasLeft(view.ticket.owner)) return "why.claimed";
    return whyNot.work() ?? (session.takes(view.ticket.line) ? null : "why.line_above");
  },
  live: (view: TicketView): PlainKey | null => (view.ticket.status === "resolved" ? "why.resolved" : whyNot.work()),
  escalate: (view: TicketView): PlainKey | null => (view.ticket.line >= 4 ? "why.top_line" : whyNot.live(view)),
  reopen: (view: TicketView): PlainKey | null => (view.ticket.status === "resolved" ? whyNot.work() : "why.not_resolved"),
  status: (view: TicketView, to: TicketStatus): PlainKey | null => (view.ticket.status === to ? "why.already" : whyNot.live(view)),
};

export async function claim(view: TicketView): Promise<void> {
  if (await submit({ type: "claim_ticket", ticket_id: view.ticket.id })) toasts.say(t(cutOff() ? "ticket.claimed_kept" : "ticket.claimed"), cutOff() ? "plain" : "good");
}

async function turn(view: TicketView, status: TicketStatus): Promise<void> {
  await submit({ type: "set_status", ticket_id: view.ticket.id, status });
}

/** The actions of a ticket. */
export function ticketActions(view: TicketView): Action[] {
  return [...writing(), ...handling(view), ...standing(view)];
}

function writing(): Action[] {
  return [
    { id: "reply", title: "ticket.reply", keys: ["r"], group: "write", unless: whyNot.work, run: () => composing.turn("reply") },
    { id: "note", title: "ticket.note", keys: ["n"], group: "write", unless: whyNot.work, run: () => composing.turn("note") },
    { id: "heard", title: "ticket.heard", keys: ["m"], group: "write", unless: whyNot.work, run: () => composing.turn("heard") },
  ];
}

function handling(view: TicketView): Action[] {
  return [
    { id: "claim", title: "ticket.claim", keys: ["c"], group: "ticket", unless: () => whyNot.claim(view), run: () => void claim(view) },
    { id: "assign", title: "ticket.assign", keys: ["a"], group: "ticket", unless: () => whyNot.live(view), run: () => (deeds.open = "assign") },
    { id: "escalate", title: "ticket.escalate", keys: ["e"], group: "ticket", unless: () => whyNot.escalate(view), run: () => (deeds.open = "escalate") },
    { id: "resolve", title: "ticket.resolve", keys: ["d"], group: "ticket", unless: () => whyNot.live(view), run: () => (deeds.open = "resolve") },
    { id: "grant", title: "ticket.grant", keys: ["p"], group: "ticket", unless: whyNot.work, run: () => granting.begin({ customerId: view.ticket.customer_id, customerName: view.customer_name, orderId: view.ticket.order_id, ticketId: view.ticket.id }) },
  ];
}

function standing(view: TicketView): Action[] {
  const to = (status: TicketStatus, title: PlainKey, keys: string[]): Action => ({
    id: `status-${status}`,
    title,
    keys,
    group: "ticket",
    unless: () => whyNot.status(view, status),
    run: () => void turn(view, status),
  });
  return [
    to("waiting_customer", "ticket.wait_customer", ["w"]),
    to("waiting_party", "ticket.wait_party", ["shift+w"]),
    to("open", "ticket.back_open", ["o"]),
    { id: "reopen", title: "ticket.reopen", group: "ticket", unless: () => whyNot.reopen(view), run: () => void turn(view, "open") },
  ];
}

/** Offers the actions of the ticket in front, and those of the tabs. */
export function useTicketActions(view: () => TicketView | null): void {
  useActions(() => {
    const shown = view();
    return shown ? ticketActions(shown) : [];
  });
  useActions(() => [
    { id: "tab-next", title: "tabs.next", keys: ["]"], group: "list", quiet: true, run: () => bench.step(1) },
    { id: "tab-previous", title: "tabs.previous", keys: ["["], group: "list", quiet: true, run: () => bench.step(-1) },
    { id: "tab-close", title: "tabs.close", keys: ["x"], group: "list", run: () => bench.close() },
    { id: "new-ticket", title: "ticket.new", keys: ["t"], group: "ticket", unless: whyNot.work, run: () => void beginBeside(view()) },
  ]);
}

/** Begins another ticket of the same customer, about the same order. */
async function beginBeside(view: TicketView | null): Promise<void> {
  if (!view) return beginTicket();
  const { customer_id, order_id } = view.ticket;
  const order = order_id ? await desk.order(order_id).catch(() => null) : null;
  return beginTicket({ customerId: customer_id, customerName: view.customer_name, ...(order ? { order } : {}) });
}
