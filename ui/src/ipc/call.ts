// The one door to Rust: every command goes through here, and every failure leaves as a DeskError.
import { invoke } from "@tauri-apps/api/core";
import type { IpcError, Rejection } from "./bindings";

/** A failed command: a code the screens act on, words for the details, and the rule that refused it. */
export class DeskError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly rejection: Rejection | null = null,
  ) {
    super(message);
    this.name = "DeskError";
  }
}

let asked = 0;
const whenQuiet: (() => void)[] = [];

export async function call<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  asked++;
  try {
    return await invoke<T>(command, args);
  } catch (failure) {
    throw toDeskError(failure);
  } finally {
    if (--asked === 0) whenQuiet.splice(0).forEach((go) => go());
  }
}

/** Waits until no question is on its way to Rust. */
export function quiet(): Promise<void> {
  return asked === 0 ? Promise.resolve() : new Promise((go) => whenQuiet.push(go));
}

/** Whatever was thrown, as a DeskError. */
export function toDeskError(failure: unknown): DeskError {
  if (failure instanceof DeskError) return failure;
  if (isIpcError(failure)) return new DeskError(failure.code, failure.message, failure.rejection);
  return new DeskError("internal", failure instanceof Error ? failure.message : String(failure));
}

function isIpcError(value: unknown): value is IpcError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
