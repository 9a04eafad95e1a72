// Money: integer fen in, text out, and back. No amount ever passes through a fraction.
import { language } from "../i18n/i18n.svelte";

/** The largest amount a grant or transfer may carry, in fen. The rules in Rust say the same. */
export const LARGEST_FEN = 1_000_000_000;

const SIGNS: Record<string, string> = { CNY: "¥", USD: "$", EUR: "€", GBP: "£", JPY: "¥", HKD: "HK$" };

/** An amount with its currency sign: ¥1,088.10. */
export function money(fen: number, currency = "CNY"): string {
  const sign = fen < 0 ? "−" : "";
  const whole = Math.trunc(Math.abs(fen) / 100);
  const part = String(Math.abs(fen) % 100).padStart(2, "0");
  const grouped = new Intl.NumberFormat(language.locale).format(whole);
  return `${sign}${SIGNS[currency] ?? `${currency} `}${grouped}.${part}`;
}

/** Reads what a person typed as yuan: 12, 12.5, ¥1,088.10. Nothing when it is not an exact amount. */
export function parseYuan(typed: string): number | null {
  const plain = typed.trim().normalize("NFKC").replace(/^[¥￥]/, "").replace(/元$/, "").replaceAll(",", "").trim();
  const match = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}
