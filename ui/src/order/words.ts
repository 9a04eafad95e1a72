// Orders and parcels in a line of words.
import type { Order, OrderView, Shipment } from "../ipc/desk";
import { money } from "../shared/money";
import { instant } from "../shared/time";

/** What was bought, by the first line. */
export function boughtTitle(view: OrderView): string {
  const line = view.order.lines[0];
  return line?.title || view.products.find((product) => product.id === line?.product_id)?.name || view.order.id;
}

/** An order in one line, for lists to choose from. */
export function orderLine(view: OrderView): string {
  return `…${view.order.id.slice(-4)} ${view.order.status} ${money(view.order.total, view.order.currency)} ${boughtTitle(view)}`;
}

/** An address in one line, without empty parts. */
export function addressLine(address: Order["address"]): string {
  const { country, province, city, district, detail, postcode } = address;
  return [country, province, city, district, detail, postcode].filter(Boolean).join(" ");
}

export type ParcelState = "delivered" | "delivered_late" | "late" | "moving" | "unknown";

/** Where a parcel stands against what was said. */
export function parcelState(parcel: Shipment, now: number): ParcelState {
  const [expected, delivered] = [instant(parcel.expected_at), instant(parcel.delivered_at)];
  if (delivered !== null) return expected !== null && delivered > expected ? "delivered_late" : "delivered";
  if (parcel.track.length === 0 && expected === null) return "unknown";
  return expected !== null && expected < now ? "late" : "moving";
}
