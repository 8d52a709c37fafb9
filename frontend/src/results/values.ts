/** What a column holds and how its values look, sort and measure. */

export type ColumnKind = "number" | "moment" | "boolean" | "nested" | "text";

const NUMERIC_TYPE =
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|BIGNUM|VARINT|DECIMAL.*|NUMERIC.*|DOUBLE|FLOAT|REAL)$/i;
const MOMENT_TYPE = /^(DATE|TIME|TIMESTAMP)/i;
const NUMERIC_TEXT = /^-?\d+(\.\d+)?$/;
const MOMENT_TEXT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}|$)/;

/** The API sends numbers that a double can't hold as strings: those have more digits than one holds. */
const isBigNumber = (value: string) => NUMERIC_TEXT.test(value) && value.replace(/\D/g, "").length > 15;

function kindOfValue(value: unknown): ColumnKind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "object") return "nested";
  const text = String(value);
  if (isBigNumber(text)) return "number";
  return MOMENT_TEXT.test(text) ? "moment" : "text";
}

/** By the declared type; where there is none, by the values: what they all are, else text. */
export function columnKind(values: Iterable<unknown>, type?: string): ColumnKind {
  if (type && NUMERIC_TYPE.test(type)) return "number";
  if (type && MOMENT_TYPE.test(type)) return "moment";
  if (type && /^VARCHAR$/i.test(type)) return "text";
  let kind: ColumnKind | null = null;
  for (const value of values) {
    if (value === null || value === undefined) continue;
    const next = kindOfValue(value);
    if (kind !== null && kind !== next) return "text";
    kind = next;
  }
  return kind ?? "text";
}

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 4 });
const coarse = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** What stands for a text without characters. */
export const EMPTY_TEXT = "empty text";

/** The value in full, as it is copied and as a reader can check it. */
export function fullText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** 1234.5678 → "1,234.57", 0.0000123 → "0.0000123"; the title of the cell has all digits. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return String(Number(value.toPrecision(6)));
  if (Number.isInteger(value)) return whole.format(value);
  if (size >= 1000) return coarse.format(value);
  return size >= 1 ? fine.format(value) : String(Number(value.toPrecision(4)));
}

/** Separators in a number that only a string holds exactly. */
function groupDigits(text: string): string {
  const [integer = "", fraction] = text.split(".");
  const grouped = integer.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export interface NumberStyle {
  /** Whether separators help: not in years and ids. */
  grouped: boolean;
}

const KEY_NAME = /(^|[^a-z])(id|ids|key|code|year|jahr|zip|plz|postcode|phone|nr|no)([^a-z]|$)/i;
/** customerId, orderKey */
const CAMEL_KEY_NAME = /[a-z](Id|Key|Code|Year|Nr|No)$/;

/** Years and ids are shown as they came. Whole numbers that all might be years are, too. */
export function numberStyle(name: string, values: Iterable<unknown>): NumberStyle {
  if (KEY_NAME.test(name) || CAMEL_KEY_NAME.test(name)) return { grouped: false };
  let couldBeYears = true;
  let seen = false;
  for (const value of values) {
    if (typeof value === "string" && value.length > 15) return { grouped: value.includes(".") };
    if (typeof value !== "number") continue;
    seen = true;
    couldBeYears &&= Number.isInteger(value) && value >= 1500 && value <= 2100;
  }
  return { grouped: !(seen && couldBeYears) };
}

export function cellText(value: unknown, kind: ColumnKind, style: NumberStyle): string {
  if (kind === "moment")
    return fullText(value)
      .replace("T", " ")
      .replace(/(\+00:00|Z)$/, " UTC");
  if (kind !== "number") return fullText(value);
  if (typeof value === "string")
    return style.grouped && NUMERIC_TEXT.test(value) ? groupDigits(value) : value;
  if (typeof value !== "number") return fullText(value);
  return style.grouped ? formatNumber(value) : String(value);
}
