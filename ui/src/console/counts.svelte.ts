// The numbers in the rail: broken promises of mine, requests that wait for my decision, alerts not looked at.
import { desk } from "../ipc/desk";
import { concerns, onChanged } from "../shared/changes";
import { session } from "./session.svelte";

class Counts {
  breached = $state(0);
  approvals = $state(0);
  unheard = $state(false);

  async refresh(): Promise<void> {
    const { counts } = await desk.queue({ scope: "mine", offset: 0, limit: 0 });
    this.breached = counts.breached;
    this.approvals = session.is("manager") ? (await desk.grants("waiting")).length : 0;
  }

  /** Reads whether there are alerts that nobody has looked at, also from before the start. */
  async listen(): Promise<void> {
    // One that is given meanwhile has raised the mark already.
    if ((await desk.unheardAlerts()) > 0) this.unheard = true;
  }

  /** Somebody looks at the list. */
  async hear(): Promise<void> {
    this.unheard = false;
    await desk.hearAlerts();
  }

  /** Keeps the numbers of whoever works here now current. Returns what stops it. */
  watch(): () => void {
    this.unheard = false;
    const look = () => void this.refresh().catch(() => {});
    look();
    void this.listen().catch(() => {});
    return onChanged((change) => {
      if (concerns(change, ["ticket", "grant"])) look();
    });
  }
}

export const counts = new Counts();
