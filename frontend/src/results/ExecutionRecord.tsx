import type { Execution } from "../api/types";
import { formatCount } from "../lib/format";
import { Alert } from "../ui/Alert";
import { DataTable } from "./DataTable";
import { statisticDetails } from "./details";
import styles from "./ExecutionRecord.module.css";
import { SqlBlock } from "./SqlBlock";
import { FurtherTables, StatisticView } from "./StatisticView";
import { tableHeight } from "./tableSize";
import { extent } from "./words";

/** A cell of an execution's result, or of the further table of that name; `row` counts from 0. */
export interface CellReference {
  row: number | null;
  column: string | null;
  table: string | null;
}

interface ExecutionRecordProps {
  execution: Execution;
  highlight: CellReference | null;
}

export function ExecutionRecord({ execution, highlight }: ExecutionRecordProps) {
  const details = statisticDetails(execution.details);
  const cell = placeOf(highlight);
  const inFirst = cell && cell.table === null ? { highlight: cell } : {};
  return (
    <div className={styles.record}>
      <Facts execution={execution} />
      {execution.error && <Alert quiet>{execution.error}</Alert>}
      {details && <StatisticView details={details} />}
      {execution.columns.length > 0 && (
        <DataTable
          columns={execution.columns}
          types={execution.column_types}
          rows={execution.result}
          maxHeight={tableHeight(12)}
          caption="Rows of the execution"
          rowNumbers
          {...inFirst}
        />
      )}
      {details && (
        <FurtherTables details={details} highlight={cell?.table ? { ...cell, table: cell.table } : null} />
      )}
      {execution.sql && (
        <section>
          <h3 className={styles.heading}>SQL</h3>
          <SqlBlock sql={execution.sql} />
        </section>
      )}
      {execution.plan ? (
        <section>
          <h3 className={styles.heading}>Plan</h3>
          <pre className={styles.plan}>{JSON.stringify(execution.plan, null, 2)}</pre>
        </section>
      ) : null}
    </div>
  );
}

function Facts({ execution }: { execution: Execution }) {
  const { filtered_rows: filtered, data_version: version = 1, engine_version: engine } = execution;
  const facts: [string, string][] = [
    ["Result", extent(execution)],
    ["Engine", `DuckDB ${engine}`],
    ["Reading of the file", String(version)],
    ["Execution", execution.id],
  ];
  if (typeof filtered === "number") facts.splice(1, 0, ["Rows behind the filters", formatCount(filtered)]);
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function placeOf(cell: CellReference | null) {
  return cell && cell.row !== null && cell.column !== null
    ? { table: cell.table, row: cell.row, column: cell.column }
    : null;
}
