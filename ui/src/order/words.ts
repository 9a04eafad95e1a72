// Orders and parcels in a line of words.
import { named } from "../i18n/i18n.svelte";
import type { Order, OrderView, Shipment } from "../ipc/desk";
import { money } from "../shared/money";
import { instant } from "../shared/time";

/** What the shops write about their orders, parcels and products, by what it means. */
const STATES: Record<string, string> = {
  待付款: "to_pay",
  待发货: "to_ship",
  已付款: "paid",
  paid: "paid",
  处理中: "processing",
  pending: "pending",
  "pending (items modified)": "pending_changed",
  "pending (item modified)": "pending_changed",
  processed: "processed",
  已出库: "packed",
  已发货: "shipped",
  shipped: "shipped",
  已创建: "created",
  已揽收: "collected",
  运输中: "moving",
  已到达: "arrived",
  派送中: "out",
  已送达: "delivered",
  delivered: "delivered",
  已签收: "signed",
  已完成: "completed",
  已取消: "cancelled",
  cancelled: "cancelled",
  退货申请中: "returning",
  "return requested": "returning",
  换货申请中: "exchanging",
  "exchange requested": "exchanging",
  已退货: "returned",
  returned: "returned",
  已上架: "on_sale",
  已下架: "off_sale",
  缺货: "sold_out",
  available: "available",
  unavailable: "unavailable",
};

/** A state in the language of the console; one that nobody knows here stays as the shop wrote it. */
export function shopState(written: string): string {
  return Object.hasOwn(STATES, written) ? named("shop", STATES[written]!) : written;
}

/** What was bought, by the first line. */
export function boughtTitle(view: OrderView): string {
  const line = view.order.lines[0];
  return line?.title || view.products.find((product) => product.id === line?.product_id)?.name || view.order.id;
}

/** An order in one line, for lists to choose from. */
export function orderLine(view: OrderView): string {
  return `…${view.order.id.slice(-4)} ${shopState(view.order.status)} ${money(view.order.total, view.order.currency)} ${boughtTitle(view)}`;
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
