import { useState } from "react";
import type { ImportReport } from "../api/types";
import { formatCount } from "../lib/format";
import { Button } from "../ui/Button";
import styles from "./ImportReportView.module.css";

const AT_FIRST = 10;
/** The report lists no more than these; its counts are complete. */
const LISTED = 100;

export function ImportProblems({ problems }: { problems: ImportReport["problems"] }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? problems : problems.slice(0, AT_FIRST);
  return (
    <section>
      <h3>Lines that were changed or left out</h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.number}>
              Line
            </th>
            <th scope="col">What was done, and why</th>
            <th scope="col">The line</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ line, row, reason, raw }) => (
            <tr key={`${line} ${row} ${reason} ${raw}`}>
              <td className={styles.number} data-label="Line">
                {line === null ? "–" : formatCount(line)}
              </td>
              <td>{reason}</td>
              <td className={styles.raw}>{raw}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < problems.length && (
        <p className={styles.more}>
          <Button small onClick={() => setWhole(true)}>
            Show all {formatCount(problems.length)}
          </Button>
        </p>
      )}
      {isWhole && problems.length >= LISTED && (
        <p className={styles.more}>The report lists the first {LISTED}.</p>
      )}
    </section>
  );
}
