/** The columns of a table of JSON rows: what they hold, how wide they are, how they sort. */
import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
} from "@tanstack/react-table";
import type { Row } from "../api/types";
import { headerWidth } from "./headerWidth";
import { compareValues } from "./sorting";
import { type ColumnKind, cellText, columnKind, EMPTY_TEXT, type NumberStyle, numberStyle } from "./values";

export interface TableColumn {
  name: string;
  kind: ColumnKind;
  style: NumberStyle;
  width: number;
}

const MEASURED_ROWS = 100;
const CHARACTER = 7.6;
const CELL_PADDING = 26;
/** The header also holds the sign for the order: 24 of padding, 4 of gap, 14 of sign, 2 to spare. */
const HEADER_PADDING = 44;
const MIN_WIDTH = 64;
const MAX_WIDTH = 300;

export function describeColumns(
  names: readonly string[],
  types: Record<string, string> | undefined,
  rows: readonly Row[],
): TableColumn[] {
  return names.map((name) => {
    const values = rows.map((row) => row[name]);
    const kind = columnKind(values, types?.[name]);
    const style = numberStyle(name, kind === "number" ? values : []);
    return { name, kind, style, width: columnWidth(name, values, kind, style) };
  });
}

/** From the name and the first rows alone, so that it never changes while scrolling. */
function columnWidth(name: string, values: readonly unknown[], kind: ColumnKind, style: NumberStyle): number {
  const lengths = values.slice(0, MEASURED_ROWS).map((value) => shownLength(value, kind, style));
  const content = Math.max(0, ...lengths) * CHARACTER + CELL_PADDING;
  const header = headerWidth(name) + HEADER_PADDING;
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, content, header)));
}

const shownLength = (value: unknown, kind: ColumnKind, style: NumberStyle) =>
  value === "" ? EMPTY_TEXT.length : cellText(value, kind, style).length;

export const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const helper = createColumnHelper<typeof features, Row>();

/** Ids are positions: names may be anything. Missing values are undefined to the table, which keeps them last. */
export function columnDefs(columns: readonly TableColumn[]) {
  return columns.map(({ name, kind }, index) =>
    helper.accessor((row): unknown => row[name] ?? undefined, {
      id: String(index),
      sortDescFirst: false,
      sortUndefined: "last",
      sortFn: (a, b, id) => compareValues(a.getValue(id), b.getValue(id), kind),
    }),
  );
}
