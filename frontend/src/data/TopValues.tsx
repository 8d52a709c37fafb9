import type { ColumnProfile } from "../api/types";
import { formatCount } from "../lib/format";
import styles from "./TopValues.module.css";
import { formatShare, formatValue } from "./values";

interface TopValuesProps {
  values: ColumnProfile["top_values"];
  unit: string | null;
  isApproximate: boolean;
}

/** The most frequent values, each with its count; the bar is its share of all that are filled. */
export function TopValues({ values, unit, isApproximate }: TopValuesProps) {
  const about = isApproximate ? "≈ " : "";
  return (
    <ol className={styles.values} aria-label="Most frequent values">
      {values.map(({ value, count, share }) => (
        <li key={JSON.stringify(value)}>
          <svg aria-hidden viewBox="0 0 100 1" preserveAspectRatio="none" className={styles.bar}>
            <rect width={Math.max(0.5, share * 100)} height={1} />
          </svg>
          <span className={styles.value} title={formatValue(value, unit)}>
            {formatValue(value, unit) || <em>empty text</em>}
          </span>
          <span className={styles.count}>
            {about}
            {formatCount(count)} <span className={styles.share}>{formatShare(share)}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
