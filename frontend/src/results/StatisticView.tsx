import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { useMemo } from "react";
import type { Row, StatisticDetails } from "../api/types";
import { formatCount } from "../lib/format";
import { Alert } from "../ui/Alert";
import { LazyTable } from "./LazyTable";
import styles from "./StatisticView.module.css";

type Assumption = StatisticDetails["assumptions"][number];
type Table = NonNullable<StatisticDetails["tables"]>[number];

/** What must be known to read a statistic's figures. Its first table is shown by whoever shows this. */
export function StatisticView({ details }: { details: StatisticDetails }) {
  return (
    <div className={styles.statistic}>
      <p className={styles.reading}>{details.reading}</p>
      <p className={styles.facts}>
        <span className="tabular">n = {formatCount(details.n)}</span>
        <span className="tabular">{formatCount(details.missing)} missing</span>
        {details.missing_handling && <span>{details.missing_handling}</span>}
      </p>
      {details.warnings.map((warning) => (
        <Alert key={warning} look="warning" quiet>
          {warning}
        </Alert>
      ))}
      {details.assumptions.length > 0 && (
        <section>
          <h4 className={styles.heading}>Assumptions</h4>
          <ul className={styles.assumptions}>
            {details.assumptions.map((assumption) => (
              <AssumptionItem key={assumption.name} assumption={assumption} />
            ))}
          </ul>
        </section>
      )}
      {details.conventions.length > 0 && (
        <details className={styles.conventions}>
          <summary>How it was computed</summary>
          <ul>
            {details.conventions.map((convention) => (
              <li key={convention}>{convention}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function AssumptionItem({ assumption }: { assumption: Assumption }) {
  const { Icon, word, look } = verdict(assumption.holds);
  return (
    <li className={styles.assumption}>
      <span className={`${styles.verdict} ${look}`}>
        <Icon aria-hidden />
        {word}
      </span>
      <span>
        {assumption.name}
        {assumption.detail && <span className={styles.detail}> – {assumption.detail}</span>}
      </span>
    </li>
  );
}

function verdict(holds: boolean | null) {
  if (holds === null) return { Icon: CircleHelp, word: "Not checked", look: styles.unchecked };
  return holds
    ? { Icon: CircleCheck, word: "Holds", look: styles.holds }
    : { Icon: CircleX, word: "Doesn't hold", look: styles.fails };
}

interface FurtherTablesProps {
  details: StatisticDetails;
  highlight?: { table: string; row: number; column: string } | null;
}

/** The tables of a statistic behind its first. */
export function FurtherTables({ details, highlight }: FurtherTablesProps) {
  return details.tables?.map((table) => (
    <section key={table.name}>
      <h4 className={styles.heading}>{table.name.replaceAll("_", " ")}</h4>
      <DetailsTable table={table} {...(highlight?.table === table.name ? { highlight } : {})} />
    </section>
  ));
}

function DetailsTable({ table, highlight }: { table: Table; highlight?: { row: number; column: string } }) {
  const { columns, types, rows } = useMemo(() => recordsOf(table), [table]);
  const place = highlight ? { highlight } : {};
  return <LazyTable columns={columns} types={types} rows={rows} caption={table.name} {...place} />;
}

/** Rows of lists become rows by name. */
function recordsOf(table: Table) {
  const columns = table.columns.map(([name = ""]) => name);
  const types = Object.fromEntries(table.columns.map(([name = "", type = ""]) => [name, type]));
  const rows: Row[] = table.rows.map((row) =>
    Object.fromEntries(columns.map((name, index) => [name, row[index]])),
  );
  return { columns, types, rows };
}
