// Beginning a new ticket: from nothing, from a customer, from an order, with what is known filled in.
import { nav } from "../console/nav.svelte";
import { sheets } from "../console/open.svelte";
import { t } from "../i18n/i18n.svelte";
import type { OrderView, TicketKind } from "../ipc/desk";
import { drafts, openPad } from "../shared/drafts.svelte";
import { bench } from "../console/bench.svelte";
import { panels } from "./panels.svelte";

/** What a new ticket is about, as far as the place it is begun from knows. */
export interface Beginning {
  customerId?: string;
  customerName?: string;
  order?: OrderView;
}

/** Opens a new draft and brings it to the front. */
export async function beginTicket(from: Beginning = {}): Promise<void> {
  const id = `ticket-${crypto.randomUUID()}`;
  const kind = from.order ? suggestKind(from.order) : "inquiry";
  const pad = openPad(id, "ticket", from.customerId ?? "", {
    customer_id: from.customerId ?? from.order?.order.customer_id ?? "",
    customer_name: from.customerName ?? "",
    order_id: from.order?.order.id ?? "",
    kind,
    title: from.order ? suggestTitle(from.order, kind) : "",
    text: "",
    urgent: "",
  });
  pad.focus = from.order ? "text" : from.customerId ? "title" : "customer";
  pad.touch();
  await pad.flush();
  sheets.close();
  panels.side = "ticket";
  drafts.resumes = id;
  bench.write(id);
  nav.go("workbench");
}

/** What the order itself makes likely. */
export function suggestKind(view: OrderView): TicketKind {
  if (view.service_orders.length > 0) return "installation";
  if (view.shipments.some((parcel) => parcel.delivered_at)) return "after_sale";
  if (view.shipments.some((parcel) => late(parcel.expected_at))) return "complaint";
  return "inquiry";
}

function late(expected: string | null): boolean {
  return expected !== null && Date.parse(expected) < Date.now();
}

/** So many characters of what was bought fit into a title. */
const LONGEST_NAME = 24;

/** A title made of the kind and what was bought, short enough for one line. */
export function suggestTitle(view: OrderView, kind: TicketKind): string {
  const line = view.order.lines[0];
  const name = line?.title || view.products[0]?.name || "";
  return [t(`kind.${kind}`), shorten(name, LONGEST_NAME)].filter(Boolean).join(" · ");
}

/** Cut where a word ends, and never right behind an opening bracket; a word that fills the line is cut inside. */
function shorten(text: string, most: number): string {
  const letters = [...text];
  if (letters.length <= most) return text;
  const head = letters.slice(0, most - 1).join("");
  const inWord = /[\p{Script=Latin}\d]$/u.test(head) && /[\p{Script=Latin}\d]/u.test(letters[most - 1] ?? "");
  const whole = inWord ? head.replace(/[\p{Script=Latin}\d]+$/u, "") : head;
  const trimmed = whole.replace(/[\s\p{Ps}\p{Pd},，、·]+$/u, "");
  return `${[...trimmed].length >= most / 2 ? trimmed : head}…`;
}
