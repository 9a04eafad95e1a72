// How this computer keeps what is written, in words.
import { isKey, language, speak, t } from "../i18n/i18n.svelte";
import type { Repair, StorageState } from "../ipc/desk";
import { moment } from "../shared/time";

/** How long the status line mentions a repair, in milliseconds; the settings do as long as it is remembered. */
const LATELY = 24 * 60 * 60 * 1000;

/** What keeps the disk from taking what is written; nothing when all is well. */
export function storageTrouble(storage: StorageState): string | null {
  const key = `storage.${storage.trouble}`;
  if (storage.trouble === null) return null;
  return speak(language.locale, isKey(key) ? key : "storage.disk_failing");
}

/** Whether something was repaired in the last day. */
export function latelyRepaired(storage: StorageState, at: number): boolean {
  return storage.repairs.some((repair) => at - Date.parse(repair.at) < LATELY);
}

/** What was repaired, and what that means. */
export function repairWords(repair: Repair, at: number): string {
  const time = moment(Date.parse(repair.at), at);
  if (repair.what === "cache") return t("storage.repaired.cache", { time });
  if (repair.what === "journal") return t("storage.repaired.journal", { time });
  return t(repair.lost ? "storage.repaired.work_lost" : "storage.repaired.work", { time });
}
