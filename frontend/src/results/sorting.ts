/** How the values of a column compare. Missing values never get here: they are always last. */
import { type ColumnKind, fullText } from "./values";

const collator = new Intl.Collator("en", { numeric: true });

export function compareValues(a: unknown, b: unknown, kind: ColumnKind): number {
  if (kind === "number") return compareNumbers(a, b);
  // ISO 8601 sorts as it reads.
  if (kind === "moment") return compareStrings(fullText(a), fullText(b));
  if (kind === "boolean") return Number(a) - Number(b);
  return collator.compare(fullText(a), fullText(b));
}

function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** As doubles; where these are equal, the digits that a double can't hold decide. */
function compareNumbers(a: unknown, b: unknown): number {
  const difference = Number(a) - Number(b);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  const [left, right] = [String(a), String(b)];
  if (!DECIMAL.test(left) || !DECIMAL.test(right)) return compareStrings(left, right);
  const scale = Math.max(fractionOf(left).length, fractionOf(right).length);
  const exact = scaled(left, scale) - scaled(right, scale);
  if (exact === 0n) return 0;
  return exact < 0n ? -1 : 1;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
const fractionOf = (text: string) => text.split(".")[1] ?? "";

function scaled(text: string, scale: number): bigint {
  return BigInt((text.split(".")[0] ?? "0") + fractionOf(text).padEnd(scale, "0"));
}
