// The shop of a drill beside the ticket: which side is in front there, and which action is being filled in.
import { nav } from "../console/nav.svelte";
import { panels } from "../ticket/panels.svelte";

export type Side = "customer" | "shop";

class Shop {
  side = $state<Side>("customer");
  chosen = $state<string | null>(null);

  /** Shows a side, wherever one is. */
  show(side: Side): void {
    if (nav.place.view !== "workbench") nav.go("workbench");
    panels.reveal();
    this.side = side;
  }

  /** Leads into the box that finds an action. */
  find(): void {
    this.show("shop");
    this.chosen = null;
    afterPaint(() => document.querySelector<HTMLElement>("[data-shop-find]")?.focus());
  }

  /** Leads into the form of an action. */
  choose(id: string): void {
    this.show("shop");
    this.chosen = id;
    afterPaint(() => document.querySelector<HTMLElement>("[data-shop-form] :is(input, select, textarea, button[type=submit])")?.focus());
  }

  reset(): void {
    [this.side, this.chosen] = ["customer", null];
  }
}

function afterPaint(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

export const shop = new Shop();
