import { useTable } from "@tanstack/react-table";
import { lazy, useCallback, useEffect, useId, useMemo, useRef } from "react";
import type { Row } from "../api/types";
import { formatCount } from "../lib/format";
import { DialogBoundary } from "../ui/PartBoundary";
import styles from "./DataTable.module.css";
import { type Sorting, TableHeader } from "./TableHeader";
import { TableRow } from "./TableRow";
import { columnDefs, describeColumns, features } from "./tableColumns";
import { COMPACT_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT } from "./tableSize";
import { useAxis } from "./useAxis";
import { useGridKeys } from "./useGridKeys";

const CellPopover = lazy(() => import("./CellPopover").then((module) => ({ default: module.CellPopover })));

export interface DataTableProps {
  columns: readonly string[];
  /** DuckDB's types by column; without them the values tell. */
  types?: Record<string, string>;
  rows: readonly Row[];
  /** In pixels, or all the room there is. */
  maxHeight?: number | "fill";
  /** A cell to mark and bring into view; `row` counts from 0 in the order of `rows`. */
  highlight?: { row: number; column: string };
  /** The table's accessible name. */
  caption: string;
  rowNumbers?: boolean;
}

/** A sortable grid of JSON rows. Only what is in view is drawn, both ways. */
export function DataTable(props: DataTableProps) {
  const { types, rows, maxHeight = COMPACT_HEIGHT, highlight, caption, rowNumbers = false } = props;
  const id = useId();
  const scroller = useRef<HTMLTableElement>(null);
  const columns = useMemo(() => describeColumns(props.columns, types, rows), [props.columns, types, rows]);
  const table = useTable({ features, columns: useMemo(() => columnDefs(columns), [columns]), data: rows });
  const sorted = table.getRowModel().rows;

  const numberWidth = rowNumbers ? 28 + formatCount(rows.length).length * 8 : null;
  const rowAxis = useAxis({
    scroller,
    sizes: useMemo(() => rows.map(() => ROW_HEIGHT), [rows]),
    before: HEADER_HEIGHT,
    overscan: 8,
    drawAllUpTo: 60,
  });
  const columnAxis = useAxis({
    scroller,
    sizes: useMemo(() => columns.map(({ width }) => width), [columns]),
    before: numberWidth ?? 0,
    horizontal: true,
    overscan: 3,
    drawAllUpTo: 12,
  });

  const valueAt = (row: number, column: number) => sorted[row]?.original[columns[column]?.name ?? ""];
  const grid = useGridKeys({
    tableId: id,
    scroller,
    rowAxis,
    columnAxis,
    rows: rows.length,
    columns: columns.length,
    valueAt,
  });
  const { active, activeId } = grid;

  const onSort = useCallback(
    (column: number) => {
      table.getColumn(String(column))?.toggleSorting(undefined, false);
      if (scroller.current) scroller.current.scrollTop = 0;
    },
    [table],
  );
  const [first] = table.state.sorting;
  const direction = first?.desc ? "desc" : "asc";
  const sortedColumn = first ? Number(first.id) : null;
  const sorting = useMemo<Sorting | null>(
    () => (sortedColumn === null ? null : { column: sortedColumn, direction }),
    [sortedColumn, direction],
  );

  const highlightedRow = highlight?.row ?? -1;
  const highlightedColumn = highlight?.column ?? null;
  const reveal = useRef(grid.reveal);
  reveal.current = grid.reveal;
  useEffect(() => {
    if (highlightedRow < 0) return;
    const column = columns.findIndex(({ name }) => name === highlightedColumn);
    reveal.current(highlightedRow, Math.max(column, 0));
  }, [highlightedRow, highlightedColumn, columns]);

  const bodySize = { width: columnAxis.total, height: Math.max(rowAxis.total - HEADER_HEIGHT, ROW_HEIGHT) };
  const fill = maxHeight === "fill";
  return (
    <>
      <table
        ref={scroller}
        aria-label={caption}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + (rowNumbers ? 1 : 0)}
        className={fill ? styles.filling : styles.grid}
        style={fill ? undefined : { maxHeight }}
        {...grid.props}
      >
        <TableHeader
          columns={columns}
          types={types}
          places={columnAxis.items}
          sorting={sorting}
          numberWidth={numberWidth}
          width={columnAxis.total}
          onSort={onSort}
        />
        <tbody className={styles.body} style={bodySize}>
          {rowAxis.items.map(({ index, start }) => {
            const row = sorted[index];
            return (
              row && (
                <TableRow
                  key={row.id}
                  tableId={id}
                  row={row.original}
                  position={index}
                  number={rowNumbers ? row.index + 1 : null}
                  numberWidth={numberWidth ?? 0}
                  top={start}
                  columns={columns}
                  places={columnAxis.items}
                  activeColumn={active?.row === index ? active.column : null}
                  highlightedColumn={row.index === highlightedRow ? highlightedColumn : null}
                />
              )
            );
          })}
          {rows.length === 0 && (
            <tr>
              <td className={styles.none}>No rows</td>
            </tr>
          )}
        </tbody>
      </table>
      {grid.opened && active && activeId && (
        <DialogBoundary name={activeId} onClose={grid.close}>
          <CellPopover
            anchorId={activeId}
            column={columns[active.column]?.name ?? ""}
            value={valueAt(active.row, active.column)}
            onClose={grid.close}
            onReturnFocus={() => scroller.current?.focus({ preventScroll: true })}
          />
        </DialogBoundary>
      )}
    </>
  );
}
