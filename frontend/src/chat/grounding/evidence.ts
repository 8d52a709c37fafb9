/** The result that a figure comes from, in one shape for a live result and for a recorded execution. */
import type { Execution, ExecutionDetails, Figure, QueryResult, Row } from "../../api/types";
import type { Turn } from "../state/types";

export interface Evidence {
  columns: string[];
  /** Cells in the order of `columns`. */
  rows: unknown[][];
  /** Of the whole table; null when not counted. */
  totalRows: number | null;
}

/** The result if it is in the conversation; newest first, as that is where figures come from. */
export function findResult(turns: Turn[], executionId: string): QueryResult | null {
  for (const turn of turns.toReversed()) {
    for (const item of turn.items) {
      if (item.kind === "result" && item.result.execution_id === executionId) return item.result;
    }
  }
  return null;
}

/** The table of the result that the figure names. */
export function evidenceOf(execution: QueryResult | Execution, table: Figure["table"]): Evidence | null {
  if (table !== null) return execution.details ? furtherTable(execution.details, table) : null;
  const { columns, result, total_rows: total } = execution;
  const totalRows = total ?? (execution.truncated ? null : execution.row_count);
  return { columns, rows: result.map((row) => cellsOf(row, columns)), totalRows };
}

function cellsOf(row: Row, columns: string[]): unknown[] {
  return columns.map((column) => row[column]);
}

function furtherTable(details: ExecutionDetails, name: string): Evidence | null {
  const found = "tables" in details ? details.tables.find((table) => table.name === name) : undefined;
  if (found) {
    const columns = found.columns.map(([column = ""]) => column);
    return { columns, rows: found.rows, totalRows: found.total_rows };
  }
  // The server counts what a statistic used and left out as a table of its own.
  if (name !== "about" || !("reading" in details)) return null;
  return { columns: ["n", "missing"], rows: [[details.n, details.missing]], totalRows: 1 };
}

export interface CellView {
  column: string;
  value: unknown;
  isFigure: boolean;
}

/** The cell and a few beside it: the row's first column, which mostly names it, and the next neighbours. */
export function neighbours(evidence: Evidence, row: number, column: string | null): CellView[] | null {
  const cells = evidence.rows[row];
  if (!cells) return null;
  const at = column === null ? 0 : evidence.columns.indexOf(column);
  if (at < 0) return null;
  const shown = [...new Set([0, at - 1, at, at + 1])].filter((i) => i >= 0 && i < evidence.columns.length);
  return shown
    .sort((a, b) => a - b)
    .map((i) => ({
      column: evidence.columns[i] ?? "",
      value: cells[i],
      isFigure: i === at && column !== null,
    }));
}
