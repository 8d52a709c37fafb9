import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import type { QueryResult } from "../api/types";
import { formatCount } from "../lib/format";
import { Alert } from "../ui/Alert";
import { statisticDetails } from "./details";
import { LazyTable } from "./LazyTable";
import { ResultActions } from "./ResultActions";
import styles from "./ResultCard.module.css";
import { FurtherTables, StatisticView } from "./StatisticView";
import { extent, kindName } from "./words";

interface ResultCardProps {
  sessionId: string;
  result: QueryResult;
  initiallyOpen: boolean;
  onOpenExecution?: (executionId: string) => void;
}

/** What a query, plan, statistic or profile returned: one line, and everything when opened. */
export function ResultCard({ sessionId, result, initiallyOpen, onOpenExecution }: ResultCardProps) {
  const bodyId = useId();
  const [open, setOpen] = useState(initiallyOpen);
  const name = kindName(result.kind);
  return (
    <section className={styles.card} aria-label={`Result: ${name}, ${extent(result)}`}>
      <button
        type="button"
        className={styles.header}
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight aria-hidden className={clsx(styles.chevron, open && styles.turned)} />
        <span className={styles.kind}>{name}</span>
        {result.is_error && <span className={styles.failed}>failed</span>}
        <span className={styles.extent}>{extent(result)}</span>
        {readFewer(result) && (
          <span className={styles.extent}>the model read {formatCount(result.rows_seen ?? 0)}</span>
        )}
      </button>
      <div id={bodyId} hidden={!open} className={styles.body}>
        {open && (
          <>
            <ResultContent result={result} name={name} />
            <ResultActions
              sessionId={sessionId}
              result={result}
              {...(onOpenExecution ? { onOpen: () => onOpenExecution(result.execution_id) } : {})}
            />
          </>
        )}
      </div>
    </section>
  );
}

/** `rows_seen` is null where no model was asked. */
const readFewer = ({ rows_seen, row_count, is_error }: QueryResult) =>
  !is_error && rows_seen !== null && rows_seen < row_count;

function ResultContent({ result, name }: { result: QueryResult; name: string }) {
  if (result.is_error) return <Alert quiet>{result.error ?? "It failed without saying why."}</Alert>;
  const details = statisticDetails(result.details);
  return (
    <>
      {details && <StatisticView details={details} />}
      {result.columns.length > 0 && (
        <LazyTable columns={result.columns} rows={result.result} caption={`${name} result`} />
      )}
      {details && <FurtherTables details={details} />}
    </>
  );
}
