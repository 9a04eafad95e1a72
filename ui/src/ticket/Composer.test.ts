// Sending: only the combination sends, never a key of the input method, and a refusal leaves every word where it was.
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { session } from "../console/session.svelte";
import type { AppState } from "../ipc/desk";
import { drafts } from "../shared/drafts.svelte";
import { ime } from "../shared/ime";
import { fakeDesk, keydown, settle, ticketView, write } from "../test/desk";
import Composer from "./Composer.svelte";
import { composing } from "./composing.svelte";

let n = 0;
let refuse = false;

async function show(more = {}) {
  const id = `t-${++n}`;
  const desk = fakeDesk({
    submit: () => {
      if (refuse) throw { code: "rejected", message: "moved", rejection: { code: "thread_moved", ticket_id: id } };
      return { id: "e-9", state: "waiting", n: 1 };
    },
  });
  const shown = render(Composer, { view: ticketView(id, more) });
  flushSync();
  const box = () => shown.getByTestId("reply-box") as HTMLTextAreaElement;
  const send = async (init: KeyboardEventInit = { ctrlKey: true }) => {
    keydown(box(), "Enter", init);
    await settle();
    flushSync();
  };
  return { desk, shown, box, send, id };
}

beforeEach(() => {
  refuse = false;
  session.state = { person: { id: "agent-a", roles: ["agent"] } } as unknown as AppState;
});

afterEach(() => {
  session.state = null;
  drafts.all.clear();
});

describe("the reply box", () => {
  it("sends with the combination, against the newest message on screen", async () => {
    const { desk, box, send, id } = await show();
    write(box(), "马上查");
    await send();
    expect(desk.of("submit")[0], "with the head it was written against").toEqual({ intent: { type: "reply", ticket_id: id, text: "马上查", seen: "e-1" }, draftId: `reply-${id}` });
    expect(box().value, "ready for the next words").toBe("");
  });

  it("does not send with Enter alone", async () => {
    const { desk, box, send } = await show();
    write(box(), "第一行");
    await send({});
    expect(desk.of("submit"), "Enter is a new line").toHaveLength(0);
  });

  it("does not send while composing, nor with the key that ends a composition", async () => {
    const { desk, box, send } = await show();
    write(box(), "nihao");
    await send({ ctrlKey: true, isComposing: true });
    ime.begin();
    ime.end(new Event("now").timeStamp);
    await send({ ctrlKey: true, keyCode: 229 } as KeyboardEventInit);
    expect(desk.of("submit"), "those keys belong to the input method").toHaveLength(0);
    await send();
    expect(desk.of("submit"), "this one is the person's").toHaveLength(1);
  });

  it("does not send nothing", async () => {
    const { desk, box, send } = await show();
    write(box(), "  \n ");
    await send();
    expect(desk.of("submit")).toHaveLength(0);
  });

  it("keeps the words and says why when it is refused", async () => {
    refuse = true;
    const { box, send, shown } = await show();
    write(box(), "给您补偿五十元");
    await send();
    expect(box().value, "every word is there").toBe("给您补偿五十元");
    expect(shown.getByTestId("composer-problem").textContent).toContain("有了新的消息");
  });

  it("writes notes as notes and the customer's words as theirs", async () => {
    const { desk, box, send, id, shown } = await show();
    composing.mode = "note";
    flushSync();
    write(box(), "已电话服务商");
    await send();
    composing.mode = "heard";
    flushSync();
    write(box(), "周六可以");
    await send();
    expect(desk.of("submit").map((args) => args["intent"])).toEqual([
      { type: "add_note", ticket_id: id, text: "已电话服务商" },
      { type: "record_message", ticket_id: id, channel: "phone", text: "周六可以" },
    ]);
    expect(shown.getByTestId("mode-heard").getAttribute("aria-selected")).toBe("true");
  });

  it("keeps a half-written note apart from a half-written reply", async () => {
    const { box } = await show();
    write(box(), "给用户的话");
    composing.mode = "note";
    flushSync();
    expect(box().value, "a note begins empty").toBe("");
    write(box(), "给同事的话");
    composing.mode = "reply";
    flushSync();
    expect(box().value, "the reply is as it was").toBe("给用户的话");
  });

  it("offers no reply on a resolved ticket, but a note", async () => {
    const { shown, box } = await show({ status: "resolved" });
    expect(shown.queryByTestId("reply-box"), "first reopen").toBeNull();
    composing.mode = "note";
    flushSync();
    expect(box(), "notes can be written").toBeTruthy();
  });
});
