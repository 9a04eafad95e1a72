// How kinds and states of tickets look: a colour and an icon beside the word.
import BadgeCheck from "@lucide/svelte/icons/badge-check";
import CircleDot from "@lucide/svelte/icons/circle-dot";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Truck from "@lucide/svelte/icons/truck";
import type { Component } from "svelte";
import type { Ticket, TicketKind, TicketStatus } from "../ipc/desk";
import type { TicketEnd } from "../shared/clock";

export const KINDS: TicketKind[] = [
  "complaint",
  "after_sale",
  "installation",
  "gift",
  "price_difference",
  "postage_refund",
  "arbitration",
  "inquiry",
];

export const CHANNELS = ["phone", "chat", "app", "wechat", "weibo", "email", "store"] as const;

export const STATUS: Record<TicketStatus, { icon: Component<{ size?: number }>; tone: "plain" | "amber" | "blue" | "green" }> = {
  open: { icon: CircleDot, tone: "plain" },
  waiting_customer: { icon: Hourglass, tone: "blue" },
  waiting_party: { icon: Truck, tone: "amber" },
  resolved: { icon: BadgeCheck, tone: "green" },
};

/** How a ticket ended, if it did. */
export function endOf(ticket: Ticket): TicketEnd | null {
  if (ticket.status !== "resolved") return null;
  const last = ticket.timeline.findLast((entry) => entry.body.type === "resolved");
  return { at: Date.parse(last?.at ?? ticket.updated_at), solved: ticket.ending?.solved !== "no" };
}

/** The number people say aloud, or the end of the identifier while there is none. */
export function numberOf(ticket: { number: number | null; id: string }): string {
  return ticket.number === null ? `·${ticket.id.slice(-4)}` : `#${ticket.number}`;
}
