import { useQuery } from "@tanstack/react-query";
import { suggestionsQuery } from "../api/queries";
import type { VegaLiteSpec } from "../api/types";
import { ChartCard } from "../charts/ChartCard";
import { Dialog } from "../ui/Dialog";
import { LoadError } from "../ui/LoadError";
import { Skeleton } from "../ui/Skeleton";
import styles from "./SuggestionsDialog.module.css";

interface SuggestionsDialogProps {
  sessionId: string;
  /** Of the file: another reading suggests other charts. */
  version: number;
  onOpenExecution(executionId: string): void;
  onClose(): void;
}

export default function SuggestionsDialog(props: SuggestionsDialogProps) {
  const { sessionId, version, onOpenExecution, onClose } = props;
  const query = useQuery(suggestionsQuery(sessionId, version));
  const { data, error } = query;
  return (
    <Dialog open onClose={onClose} title="Chart suggestions" size="full">
      <div className={styles.scroller}>
        {data ? (
          <>
            {data.reason && (
              <p className={data.suggestions.length > 0 ? styles.reason : styles.nothing}>{data.reason}</p>
            )}
            <ul className={styles.grid} aria-label="Chart suggestions">
              {data.suggestions.map((suggestion) => (
                <li key={suggestion.execution_id}>
                  <ChartCard
                    sessionId={sessionId}
                    title={suggestion.title}
                    spec={suggestion.vega_lite_spec as VegaLiteSpec}
                    executionId={suggestion.execution_id}
                    onOpenExecution={onOpenExecution}
                  />
                  <p className={styles.reason}>{suggestion.reason}</p>
                </li>
              ))}
            </ul>
          </>
        ) : error ? (
          <LoadError query={query} />
        ) : (
          <div role="status" aria-label="Looking for charts" className={styles.grid}>
            {["a", "b", "c", "d", "e", "f"].map((key) => (
              <Skeleton key={key} width="100%" height={320} />
            ))}
          </div>
        )}
      </div>
    </Dialog>
  );
}
