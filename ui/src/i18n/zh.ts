// Chinese, the original: every message of the console.
import { frame } from "./zh/frame";

export const zh = { ...frame } as const;
