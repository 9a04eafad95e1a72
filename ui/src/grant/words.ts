// Compensation in words and looks.
import BadgeCheck from "@lucide/svelte/icons/badge-check";
import Ban from "@lucide/svelte/icons/ban";
import Hourglass from "@lucide/svelte/icons/hourglass";
import type { Component } from "svelte";
import type { Account, GrantKind, GrantState } from "../ipc/desk";

export const GRANT_KINDS: GrantKind[] = ["cash", "coupon", "postage", "gift", "repair_fee"];

/** The causes on offer; the rules in Rust know the same ones, and further codes of the same shape. */
export const CAUSES = [
  "late_delivery",
  "damaged",
  "missing_parts",
  "install_no_show",
  "install_fee",
  "price_difference",
  "return_postage",
  "quality",
  "gift_missing",
  "service_attitude",
] as const;

export const GRANT_STATE: Record<GrantState, { icon: Component<{ size?: number }>; tone: "amber" | "green" | "plain" }> = {
  waiting: { icon: Hourglass, tone: "amber" },
  granted: { icon: BadgeCheck, tone: "green" },
  rejected: { icon: Ban, tone: "plain" },
};

/** What may still be spent from an account. */
export function available(account: Account): number {
  return account.balance - account.held;
}
