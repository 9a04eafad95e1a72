// A long list of which only the pages that are looked at are held.
import { SvelteMap } from "svelte/reactivity";
import { toDeskError, type DeskError } from "../ipc/desk";

export interface Page<Row> {
  total: number;
  rows: Row[];
}

const PAGE = 60;
/** So many pages beyond what is on screen are kept. */
const NEAR = 4;

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
  #reading: Promise<void> | null = null;
  #again = false;
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
    this.#letGo(NEAR);
  }

  /** Something changed: reads what is on screen again, in place. While that is under way, at most one more reading follows. */
  refresh(): Promise<void> {
    if (!this.#reading) return (this.#reading = this.#read());
    this.#again = true;
    return this.#reading;
  }

  /** Shows something else from now on. */
  reset(load: (offset: number, limit: number) => Promise<Page<Row>>): Promise<void> {
    this.#load = load;
    [this.#from, this.#to] = [0, 0];
    return (this.#reading = this.#read());
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      const age = ++this.#age;
      this.#asked.clear();
      const pages = Array.from({ length: this.#to - this.#from + 1 }, (_, i) => this.#from + i);
      await Promise.all(pages.map((page) => this.#fetch(page)));
      if (age !== this.#age) return;
      this.#letGo(0);
    } while (this.#again);
    this.#reading = null;
  }

  /** Forgets the pages that are so many further away than what is on screen. */
  #letGo(distance: number): void {
    for (const page of this.#pages.keys()) {
      if (page < this.#from - distance || page > this.#to + distance) this.#pages.delete(page);
    }
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
