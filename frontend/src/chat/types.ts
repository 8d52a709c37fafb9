/** A cell of an execution's result, or of a further table of a statistic; `row` counts from 0. */
export interface CellPlace {
  row: number | null;
  column: string | null;
  table: string | null;
}

/** Shows an execution of the audit trail, with the cell in question in view. */
export type OpenExecution = (executionId: string, cell?: CellPlace) => void;
