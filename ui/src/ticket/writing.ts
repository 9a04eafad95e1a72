// Beginning a new ticket: from nothing, from a customer, from an order, with what is known filled in.
import { nav } from "../console/nav.svelte";
import { sheets } from "../console/open.svelte";
import { t } from "../i18n/i18n.svelte";
import type { OrderView, TicketKind } from "../ipc/desk";
import { drafts, openPad } from "../shared/drafts.svelte";
import { bench } from "../console/bench.svelte";

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
  pad.focus = from.customerId || from.order ? "title" : "customer";
  pad.touch();
  await pad.flush();
  sheets.close();
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

/** A title made of the kind and what was bought, short enough for one line. */
export function suggestTitle(view: OrderView, kind: TicketKind): string {
  const line = view.order.lines[0];
  const name = line?.title || view.products[0]?.name || "";
  const short = [...name].slice(0, 24).join("");
  return [t(`kind.${kind}`), short].filter(Boolean).join(" · ");
}
