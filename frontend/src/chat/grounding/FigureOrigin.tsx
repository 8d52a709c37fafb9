import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { CircleCheck, Sigma, TriangleAlert } from "lucide-react";
import { executionQuery } from "../../api/queries";
import type { Execution, Figure, QueryResult } from "../../api/types";
import { formatCount } from "../../lib/format";
import { SqlBlock } from "../../results/SqlBlock";
import { extent } from "../../results/words";
import { Alert } from "../../ui/Alert";
import { Button } from "../../ui/Button";
import { Spinner } from "../../ui/Spinner";
import type { Turn } from "../state/types";
import type { OpenExecution } from "../types";
import { type CellView, type Evidence, evidenceOf, findResult, neighbours } from "./evidence";
import styles from "./FigureOrigin.module.css";
import { origin } from "./wording";

const ICONS = { verified: CircleCheck, derived: Sigma, unverified: TriangleAlert };

interface FigureOriginProps {
  sessionId: string;
  figure: Figure;
  turns: Turn[];
  onOpenExecution: OpenExecution;
}

/** What the server found out about a figure: its status, its cell, the query. */
export function FigureOrigin({ sessionId, figure, turns, onOpenExecution }: FigureOriginProps) {
  const Icon = ICONS[figure.status];
  const { execution_id: executionId, row, column, table } = figure;
  return (
    <div className={styles.origin}>
      <p className={clsx(styles.status, styles[figure.status])}>
        <Icon aria-hidden />
        <span>
          <strong className={styles.figure}>{figure.text}</strong> {origin(figure)}.
        </span>
      </p>
      {executionId !== null && (
        <>
          <Source sessionId={sessionId} executionId={executionId} figure={figure} turns={turns} />
          <Button small onClick={() => onOpenExecution(executionId, { row, column, table })}>
            Open the execution
          </Button>
        </>
      )}
    </div>
  );
}

interface SourceProps {
  sessionId: string;
  executionId: string;
  figure: Figure;
  turns: Turn[];
}

function Source({ sessionId, executionId, figure, turns }: SourceProps) {
  const known = findResult(turns, executionId);
  const query = useQuery({ ...executionQuery(sessionId, executionId), enabled: known === null });
  const execution = known ?? query.data;
  if (execution) return <Details execution={execution} figure={figure} />;
  if (query.isError) return <Alert>{query.error.message}</Alert>;
  return (
    <p className={styles.loading} role="status">
      <Spinner /> Loading the execution…
    </p>
  );
}

function Details({ execution, figure }: { execution: QueryResult | Execution; figure: Figure }) {
  const evidence = evidenceOf(execution, figure.table);
  if (!evidence) return <p className={styles.note}>The table “{figure.table}” isn't in the record.</p>;
  return (
    <>
      {figure.row !== null && <Cell evidence={evidence} figure={figure} row={figure.row} />}
      {execution.sql && <SqlBlock sql={execution.sql} tight />}
      <p className={styles.note}>{extent(execution)}</p>
    </>
  );
}

function Cell({ evidence, figure, row }: { evidence: Evidence; figure: Figure; row: number }) {
  const cells = neighbours(evidence, row, figure.column);
  const ofAll = evidence.totalRows === null ? "" : ` of ${formatCount(evidence.totalRows)}`;
  return (
    <>
      <p className={styles.place}>
        {figure.column !== null && (
          <>
            Column <b>{figure.column}</b>,{" "}
          </>
        )}
        row {formatCount(row + 1)}
        {ofAll}
        {figure.table !== null && (
          <>
            {" "}
            of the table <b>{figure.table}</b>
          </>
        )}
      </p>
      {cells ? (
        <Cells cells={cells} />
      ) : (
        <p className={styles.note}>The row isn't among the rows shown here.</p>
      )}
    </>
  );
}

function Cells({ cells }: { cells: CellView[] }) {
  return (
    <div className={styles.tableBox}>
      <table className={styles.cells}>
        <thead>
          <tr>
            {cells.map(({ column }) => (
              <th key={column} scope="col" title={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {cells.map(({ column, value, isFigure }) => (
              <td key={column} className={clsx(isFigure && styles.cell)} title={shown(value)}>
                {isFigure ? <mark className={styles.value}>{shown(value)}</mark> : shown(value)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** Exactly as recorded: this is the proof, so nothing is rounded or grouped. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return "null";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
