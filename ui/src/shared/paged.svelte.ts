// A long list of which only the pages that are looked at are held.
import { SvelteMap } from "svelte/reactivity";
import { toDeskError, type DeskError } from "../ipc/desk";

export interface Page<Row> {
  total: number;
  rows: Row[];
}

const PAGE = 60;

export class Paged<Row> {
  total = $state(0);
  /** Whether the first page has ever arrived. */
  ready = $state(false);
  error = $state.raw<DeskError | null>(null);
  #pages = new SvelteMap<number, Row[]>();
  #load: (offset: number, limit: number) => Promise<Page<Row>>;
  #from = 0;
  #to = 0;
  #age = 0;
  #asked = new Set<number>();

  constructor(load: (offset: number, limit: number) => Promise<Page<Row>>) {
    this.#load = load;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Where the first held row is that fits, or -1. */
  find(fits: (row: Row) => boolean): number {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex(fits);
      if (at >= 0) return page * PAGE + at;
    }
    return -1;
  }

  /** Says which rows are on screen; their pages are fetched, far ones let go. */
  look(from: number, to: number): void {
    this.#from = Math.floor(from / PAGE);
    this.#to = Math.floor(Math.max(from, to - 1) / PAGE);
    for (let page = this.#from; page <= this.#to; page++) {
      if (!this.#pages.has(page)) void this.#fetch(page);
    }
    for (const page of this.#pages.keys()) {
      if (page < this.#from - 4 || page > this.#to + 4) this.#pages.delete(page);
    }
  }

  /** Something changed: reads what is on screen again, in place. */
  async refresh(): Promise<void> {
    this.#age++;
    this.#asked.clear();
    const pages = Array.from({ length: this.#to - this.#from + 1 }, (_, i) => this.#from + i);
    await Promise.all(pages.map((page) => this.#fetch(page)));
    for (const page of this.#pages.keys()) {
      if (page < this.#from || page > this.#to) this.#pages.delete(page);
    }
  }

  /** Shows something else from now on. */
  reset(load: (offset: number, limit: number) => Promise<Page<Row>>): Promise<void> {
    this.#load = load;
    [this.#from, this.#to] = [0, 0];
    return this.refresh();
  }

  async #fetch(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    const age = this.#age;
    try {
      const { total, rows } = await this.#load(page * PAGE, PAGE);
      if (age !== this.#age) return;
      this.total = total;
      this.#pages.set(page, rows);
      [this.ready, this.error] = [true, null];
    } catch (failure) {
      if (age === this.#age) this.error = toDeskError(failure);
    } finally {
      if (age === this.#age) this.#asked.delete(page);
    }
  }
}
