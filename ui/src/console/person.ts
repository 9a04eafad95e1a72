// Changing who works here: what was being written is on the disk before anybody else's work is shown.
import { t } from "../i18n/i18n.svelte";
import { desk, type AppState } from "../ipc/desk";
import { flushAll } from "../shared/drafts.svelte";
import { words } from "../shared/errors";
import { toasts } from "../shared/toasts.svelte";
import { nav, type View } from "./nav.svelte";
import { session } from "./session.svelte";

/** Takes over whoever signs in or out, and shows them a view; nothing leads back to where the one before was. */
export async function changePerson(sign: () => Promise<AppState>, view?: View): Promise<void> {
  try {
    await flushAll();
    await session.take(await sign());
    nav.reset(view);
  } catch (failure) {
    toasts.say(words(failure), "bad");
  }
}

/** Signs out of the hub, and says what stays behind on this computer. */
export async function signOut(): Promise<void> {
  const left = session.line.waiting + session.line.stuck;
  await changePerson(desk.signOut);
  if (left > 0 && session.state?.mode === "solo") toasts.say(t("signout.stays", { n: left }), "plain", { stay: 20_000 });
}
