// English, complete.
import type { Translation } from "./translation";
import type { zh } from "./zh";
import { frame } from "./en/frame";

export const en: Translation<typeof zh> = { ...frame };
