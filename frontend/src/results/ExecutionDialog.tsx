import { useQuery } from "@tanstack/react-query";
import { executionQuery } from "../api/queries";
import { Dialog } from "../ui/Dialog";
import { LoadError } from "../ui/LoadError";
import { Skeleton } from "../ui/Skeleton";
import styles from "./ExecutionDialog.module.css";
import { type CellReference, ExecutionRecord } from "./ExecutionRecord";
import { kindName } from "./words";

export type { CellReference };

interface ExecutionDialogProps {
  sessionId: string;
  executionId: string;
  /** The cell that a figure comes from. */
  highlight?: CellReference;
  onClose(): void;
}

/** The full record of one execution, as the audit trail has it. */
export default function ExecutionDialog({
  sessionId,
  executionId,
  highlight,
  onClose,
}: ExecutionDialogProps) {
  const query = useQuery(executionQuery(sessionId, executionId));
  const { data, error } = query;
  const title = data
    ? `${kindName(data.kind)} of ${new Date(data.created_at).toLocaleString("en-US", WHEN)}`
    : "Execution";
  return (
    <Dialog open onClose={onClose} title={title} size="wide">
      {data && <ExecutionRecord execution={data} highlight={highlight ?? null} />}
      {error && <LoadError query={query} />}
      {!data && !error && (
        <div role="status" aria-label="Loading the execution" className={styles.loading}>
          <Skeleton width="100%" height={72} />
          <Skeleton width="100%" height={320} />
        </div>
      )}
    </Dialog>
  );
}

const WHEN = { dateStyle: "medium", timeStyle: "short" } as const;
