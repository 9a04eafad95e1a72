// English, complete.
import type { Translation } from "./translation";
import type { zh } from "./zh";
import { customer } from "./en/customer";
import { drill } from "./en/drill";
import { frame } from "./en/frame";
import { grant } from "./en/grant";
import { palette } from "./en/palette";
import { rooms } from "./en/rooms";
import { shared } from "./en/shared";
import { ticket } from "./en/ticket";

export const en: Translation<typeof zh> = { ...customer, ...drill, ...frame, ...grant, ...palette, ...rooms, ...shared, ...ticket };
