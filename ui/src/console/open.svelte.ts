// Opening things by kind: from search, from a notification, from a number on a screen.
import { bench } from "./bench.svelte";
import { nav } from "./nav.svelte";

/** What lies above the work as a sheet. */
export interface Sheet {
  kind: "order";
  id: string;
}

class Sheets {
  top = $state.raw<Sheet | null>(null);

  show(sheet: Sheet): void {
    this.top = sheet;
  }

  close(): void {
    this.top = null;
  }
}

export const sheets = new Sheets();

/** Opens a thing where it is worked on. */
export function open(kind: string, id: string): void {
  switch (kind) {
    case "ticket":
    case "message":
      sheets.close();
      bench.open(id);
      return nav.go("workbench");
    case "customer":
      sheets.close();
      return nav.go("customers", id);
    case "order":
      return sheets.show({ kind: "order", id });
    case "product":
    case "article":
      sheets.close();
      return nav.go("knowledge", `${kind}:${id}`);
    case "outbox":
      sheets.close();
      return nav.go("outbox");
    case "grant":
      sheets.close();
      return nav.go("grants", `grant:${id}`);
  }
}
