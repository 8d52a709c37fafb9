import { useState } from "react";
import { formatCount } from "../lib/format";
import { Button } from "../ui/Button";
import type { ImportedColumn } from "./columns";
import styles from "./ImportReportView.module.css";
import { formatValue } from "./values";

/** A table of more columns than this is drawn only when asked for. */
const AT_FIRST = 50;

export function ImportedColumns({ columns }: { columns: readonly ImportedColumn[] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? columns : columns.slice(0, AT_FIRST);
  return (
    <section>
      <h3>Columns</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Why</th>
            <th scope="col" className={styles.number}>
              Missing
            </th>
            <th scope="col">Worth knowing</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((column) => (
            <tr key={column.name}>
              <th scope="row">{column.name}</th>
              <td className={styles.type}>{column.type}</td>
              <td className={styles.why}>{column.reason}</td>
              <td className={styles.number} data-label="Missing">
                {formatCount(column.nulls)}
              </td>
              <td>
                {remarksOf(column).map((remark) => (
                  <p key={remark}>{remark}</p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < columns.length && (
        <p className={styles.more}>
          <Button small onClick={() => setWhole(true)}>
            Show all {formatCount(columns.length)} columns
          </Button>
        </p>
      )}
    </section>
  );
}

/** Unit, texts that were read as missing, and values that look as if they meant it. */
export function remarksOf({ unit, null_markers, suspects }: ImportedColumn): string[] {
  const markers = Object.entries(null_markers).map(([text, count]) => `“${text}” (${formatCount(count)} ×)`);
  return [
    ...(unit ? [`Unit: ${unit}`] : []),
    ...(markers.length > 0 ? [`Read as missing: ${markers.join(", ")}`] : []),
    ...suspects.map(({ value, count, why }) => `${formatValue(value)} (${formatCount(count)} ×): ${why}`),
  ];
}
