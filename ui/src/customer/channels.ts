// How the ways to reach a customer look.
import AtSign from "@lucide/svelte/icons/at-sign";
import Mail from "@lucide/svelte/icons/mail";
import MessageCircle from "@lucide/svelte/icons/message-circle";
import Phone from "@lucide/svelte/icons/phone";
import Smartphone from "@lucide/svelte/icons/smartphone";
import Store from "@lucide/svelte/icons/store";
import type { Component } from "svelte";

const ICONS: Record<string, Component<{ size?: number }>> = {
  phone: Phone,
  email: Mail,
  chat: MessageCircle,
  wechat: MessageCircle,
  app: Smartphone,
  store: Store,
};

/** The icon of a channel; an account of any kind where there is no better one. */
export function channelIcon(channel: string): Component<{ size?: number }> {
  return ICONS[channel] ?? AtSign;
}
