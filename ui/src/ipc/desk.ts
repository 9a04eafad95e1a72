// What the rooms of the UI use: the generated commands, the event stream, and the error type.
import { Channel } from "@tauri-apps/api/core";
import type { DeskEvent } from "./bindings";
import * as commands from "./commands";

export * as desk from "./commands";
export { DeskError, quiet, toDeskError } from "./call";
export type * from "./bindings";

/** Hears everything that changes on the desk, from now on. */
export async function listen(hear: (event: DeskEvent) => void): Promise<void> {
  const channel = new Channel<DeskEvent>();
  channel.onmessage = hear;
  await commands.subscribe(channel);
}
