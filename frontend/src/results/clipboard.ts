/** Rows as tab-separated text, which spreadsheets take from the clipboard into cells. */
import type { Row } from "../api/types";
import { fullText } from "./values";

/** Text that a spreadsheet would run as a formula; the same as in the server's CSV (OWASP, "CSV Injection"). */
const FORMULA_START = /^[=+\-@\t\r]/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export function toTsv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])));
  return [columns.map(cell), ...lines].map((line) => line.join("\t")).join("\n");
}

function cell(value: unknown): string {
  const text = fullText(value);
  const formula = typeof value === "string" && FORMULA_START.test(text) && !NUMBER.test(text);
  return quoted(formula ? `'${text}` : text);
}

/** Tabs, line breaks and quotes stay inside their cell. */
function quoted(text: string): string {
  return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
