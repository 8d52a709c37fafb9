import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import type { ExecutionSummary } from "../api/types";
import { formatMilliseconds, formatWhen, plural } from "../lib/format";
import styles from "./ExecutionRow.module.css";
import { KINDS, oneLineOf } from "./executions";

interface ExecutionRowProps {
  execution: ExecutionSummary;
  onOpen(executionId: string): void;
}

export function ExecutionRow({ execution, onOpen }: ExecutionRowProps) {
  const { kind, total_rows, is_error, error, elapsed_ms, created_at } = execution;
  const when = new Date(created_at);
  return (
    <button type="button" className={styles.row} onClick={() => onOpen(execution.id)}>
      <span className={clsx(styles.kind, is_error && styles.failed)}>
        {is_error ? `${KINDS[kind]} failed` : KINDS[kind]}
      </span>
      <span className={styles.what}>
        <code className={styles.sql}>{oneLineOf(execution)}</code>
        {error && <span className={styles.error}>{error}</span>}
      </span>
      <span className={styles.facts}>
        {!is_error && typeof total_rows === "number" && <span>{plural(total_rows, "row")}</span>}
        <span>{formatMilliseconds(elapsed_ms)}</span>
        <time dateTime={created_at} title={when.toLocaleString("en-US")}>
          {formatWhen(created_at)}
        </time>
      </span>
      <ChevronRight aria-hidden className={styles.chevron} />
    </button>
  );
}
