// Chinese, the original: every message of the console.
import { customer } from "./zh/customer";
import { drill } from "./zh/drill";
import { frame } from "./zh/frame";
import { grant } from "./zh/grant";
import { palette } from "./zh/palette";
import { rooms } from "./zh/rooms";
import { shared } from "./zh/shared";
import { ticket } from "./zh/ticket";

export const zh = { ...customer, ...drill, ...frame, ...grant, ...palette, ...rooms, ...shared, ...ticket } as const;
