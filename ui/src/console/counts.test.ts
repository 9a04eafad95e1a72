// The mark of unheard alerts in the rail.
import { expect, it } from "vitest";
import { fakeDesk, settle, counts as queueCounts } from "../test/desk";
import { counts } from "./counts.svelte";

it("is there for alerts that were given before the console was opened", async () => {
  fakeDesk({ queue: () => ({ total: 0, counts: queueCounts, rows: [] }), grants: () => [], unheard_alerts: () => 2 });
  const stop = counts.watch();
  await settle();
  expect(counts.unheard, "two alerts wait to be looked at").toBe(true);
  stop();
});

it("goes out when somebody looks, also for the next start", async () => {
  const desk = fakeDesk({ hear_alerts: () => null });
  counts.unheard = true;
  await counts.hear();
  expect(counts.unheard).toBe(false);
  expect(desk.of("hear_alerts"), "the desk remembers that they were looked at").toHaveLength(1);
});
