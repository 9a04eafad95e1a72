// The one door to Rust: it knows whether anything is still on its way, and every failure leaves through it in one shape.
import { describe, expect, it } from "vitest";
import { fakeDesk, settle } from "../test/desk";
import { call, DeskError, quiet, toDeskError } from "./call";

/** A question that is answered when the test says so. */
function asking() {
  let [answer, fail] = [(_: unknown) => {}, (_: unknown) => {}];
  const answered = new Promise((done, failed) => ([answer, fail] = [done, failed]));
  return { answered, answer: () => answer("yes"), fail: (why: unknown) => fail(why) };
}

async function watch(): Promise<() => boolean> {
  let still = false;
  void quiet().then(() => (still = true));
  await settle();
  return () => still;
}

describe("quiet", () => {
  it("is at once when nothing is on its way", async () => {
    const still = await watch();
    expect(still()).toBe(true);
  });

  it("comes with the last answer, whichever that is", async () => {
    const [queue, customer] = [asking(), asking()];
    fakeDesk({ queue: () => queue.answered, customer: () => customer.answered });
    const both = Promise.all([call("queue"), call("customer")]);
    const still = await watch();
    customer.answer();
    await settle();
    expect(still(), "the queue is still asked for").toBe(false);
    queue.answer();
    await both;
    await settle();
    expect(still()).toBe(true);
  });

  it("comes for everybody who waits, and waits again for what is asked later", async () => {
    const [first, second] = [asking(), asking()];
    fakeDesk({ first: () => first.answered, second: () => second.answered });
    const one = call("first");
    const stills = [await watch(), await watch()];
    first.answer();
    await one;
    await settle();
    expect(stills.map((still) => still()), "both are told").toEqual([true, true]);
    const other = call("second");
    const later = await watch();
    expect(later(), "something is on its way again").toBe(false);
    second.answer();
    await other;
    await settle();
    expect(later()).toBe(true);
  });

  it("comes after a failure too", async () => {
    const question = asking();
    fakeDesk({ queue: () => question.answered });
    const failed = call("queue").catch(() => {});
    const still = await watch();
    question.fail({ code: "busy", message: "busy", rejection: null });
    await failed;
    await settle();
    expect(still(), "a refusal is an answer").toBe(true);
  });
});

describe("a failure", () => {
  it("keeps its code and the rule that refused it", async () => {
    const rejection = { code: "ticket_resolved" } as const;
    fakeDesk({ submit: () => Promise.reject({ code: "rejected", message: "no", rejection }) });
    const failure = await call("submit").catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(DeskError);
    expect(failure).toMatchObject({ code: "rejected", message: "no", rejection });
  });

  it("of any other shape is the program's own", () => {
    expect(toDeskError(new TypeError("x is undefined"))).toMatchObject({ code: "internal", message: "x is undefined" });
    expect(toDeskError("torn")).toMatchObject({ code: "internal", message: "torn" });
  });

  it("stays the same however often it is passed on", () => {
    const failure = new DeskError("busy", "busy");
    expect(toDeskError(failure)).toBe(failure);
  });
});
