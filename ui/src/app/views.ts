// The rooms one can go to: one list for the rail, the keys, the palette.
import BadgeYen from "@lucide/svelte/icons/badge-japanese-yen";
import BookOpen from "@lucide/svelte/icons/book-open";
import GraduationCap from "@lucide/svelte/icons/graduation-cap";
import Headset from "@lucide/svelte/icons/headset";
import Users from "@lucide/svelte/icons/users";
import type { Component } from "svelte";
import type { PlainKey } from "../i18n/i18n.svelte";
import type { View } from "../console/nav.svelte";

export interface Room {
  view: View;
  title: PlainKey;
  go: PlainKey;
  keys: string;
  icon: Component<{ size?: number; strokeWidth?: number }>;
}

export const ROOMS: Room[] = [
  { view: "workbench", title: "nav.workbench", go: "go.workbench", keys: "g q", icon: Headset },
  { view: "customers", title: "nav.customers", go: "go.customers", keys: "g c", icon: Users },
  { view: "grants", title: "nav.grants", go: "go.grants", keys: "g p", icon: BadgeYen },
  { view: "drills", title: "nav.drills", go: "go.drills", keys: "g t", icon: GraduationCap },
  { view: "knowledge", title: "nav.knowledge", go: "go.knowledge", keys: "g k", icon: BookOpen },
];
