/** The re-import form: what its fields hold, and the request they make. */
import { ApiError } from "../api/client";

/** A field that decides nothing: the reader finds out by itself. */
export const AUTO = "auto";
/** “There is none”, which an empty field can't say. */
export const NONE = "none";

export interface ColumnType {
  /** Tells the rows of the form apart while their columns change. */
  id: number;
  column: string;
  type: string;
}

export interface ReimportFields {
  encoding: string;
  delimiter: string;
  quote: string;
  header: string;
  skip_lines: string;
  /** One on each line. */
  null_values: string;
  decimal: string;
  thousands: string;
  date_format: string;
}

export type ReimportField = keyof ReimportFields | "types";

/** What was decided about the reading that is there now. */
export function fieldsOf(options: unknown): ReimportFields {
  const known = asRecord(options);
  const text = (name: string) => (typeof known[name] === "string" ? known[name] : "");
  const choice = (name: string) => {
    const value = known[name];
    if (typeof value !== "string") return AUTO;
    return value === "" ? NONE : value;
  };
  return {
    encoding: text("encoding"),
    delimiter: choice("delimiter"),
    quote: choice("quote"),
    header: typeof known.header === "boolean" ? (known.header ? "yes" : "no") : AUTO,
    skip_lines: typeof known.skip_lines === "number" ? String(known.skip_lines) : "",
    null_values: Array.isArray(known.null_values) ? known.null_values.join("\n") : "",
    decimal: choice("decimal"),
    thousands: choice("thousands"),
    date_format: text("date_format"),
  };
}

export function typesOf(options: unknown): ColumnType[] {
  return Object.entries(asRecord(asRecord(options).types)).map(([column, type], id) => ({
    id,
    column,
    type: String(type),
  }));
}

/** With one more, for the first column that has none. */
export function withAnother(types: readonly ColumnType[], columns: readonly string[]): ColumnType[] {
  const column = columns.find((name) => !types.some((each) => each.column === name)) ?? "";
  const id = Math.max(-1, ...types.map((each) => each.id)) + 1;
  return [...types, { id, column, type: "VARCHAR" }];
}

/** The body of the request: only what was decided. */
export function bodyOf(fields: ReimportFields, types: readonly ColumnType[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of ["encoding", "date_format"] as const) {
    if (fields[name].trim()) body[name] = fields[name].trim();
  }
  for (const name of ["delimiter", "quote", "decimal", "thousands"] as const) {
    if (fields[name] !== AUTO) body[name] = fields[name] === NONE ? "" : fields[name];
  }
  if (fields.header !== AUTO) body.header = fields.header === "yes";
  if (fields.skip_lines.trim()) body.skip_lines = Number(fields.skip_lines);
  const missing = fields.null_values.split("\n").filter(Boolean);
  if (missing.length > 0) body.null_values = missing;
  const decided = types.filter(({ column, type }) => column && type.trim());
  if (decided.length > 0) {
    body.types = Object.fromEntries(decided.map(({ column, type }) => [column, type.trim()]));
  }
  return body;
}

/** What the server says about one field; it may name a part of it, such as `types.zip`. */
export function errorOf(error: unknown, field: ReimportField): string | null {
  if (!(error instanceof ApiError)) return null;
  const sentences = Object.entries(error.errors)
    .filter(([name]) => name === field || name.startsWith(`${field}.`))
    .flatMap(([, texts]) => texts);
  return sentences.length > 0 ? sentences.join(" ") : null;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
