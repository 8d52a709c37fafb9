import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { executionsQuery } from "../api/queries";
import { plural } from "../lib/format";
import { Dialog } from "../ui/Dialog";
import { LoadError } from "../ui/LoadError";
import { Skeleton } from "../ui/Skeleton";
import { ExecutionRow } from "./ExecutionRow";
import styles from "./ExecutionsDialog.module.css";
import { ExportButtons } from "./ExportButtons";
import { type ExecutionFilter, filterExecutions, KINDS } from "./executions";

interface ExecutionsDialogProps {
  sessionId: string;
  onOpenExecution(executionId: string): void;
  onClose(): void;
}

const EVERYTHING: ExecutionFilter = { kind: "all", failedOnly: false };

/** The audit trail: what ran over the file, newest first, and the session to take away. */
export default function ExecutionsDialog({ sessionId, onOpenExecution, onClose }: ExecutionsDialogProps) {
  const query = useQuery(executionsQuery(sessionId));
  const { data, error } = query;
  const [filter, setFilter] = useState(EVERYTHING);
  const shown = filterExecutions(data ?? [], filter);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Executions"
      description={
        <span className={styles.description}>
          Everything that was run over this file, newest first. Open one to see its SQL and rows.
        </span>
      }
      size="wide"
      footer={<ExportButtons sessionId={sessionId} />}
    >
      <div className={styles.filters}>
        <label>
          Kind{" "}
          <select
            value={filter.kind}
            onChange={(event) =>
              setFilter({ ...filter, kind: event.target.value as ExecutionFilter["kind"] })
            }
          >
            <option value="all">All kinds</option>
            {Object.entries(KINDS).map(([kind, label]) => (
              <option key={kind} value={kind}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={filter.failedOnly}
            onChange={(event) => setFilter({ ...filter, failedOnly: event.target.checked })}
          />{" "}
          Failed only
        </label>
        <span role="status" className={styles.count}>
          {data && plural(shown.length, "execution")}
        </span>
      </div>
      {data ? (
        <>
          <ul className={styles.list} aria-label="Executions">
            {shown.map((execution) => (
              <li key={execution.id}>
                <ExecutionRow execution={execution} onOpen={onOpenExecution} />
              </li>
            ))}
          </ul>
          {shown.length === 0 && (
            <p className={styles.nothing}>
              {data.length === 0 ? "Nothing has been run over this file yet." : "None is of this kind."}
            </p>
          )}
          {data.length >= PAGE && (
            <p className={styles.nothing}>These are the newest {PAGE}. The JSON export holds all of them.</p>
          )}
        </>
      ) : error ? (
        <LoadError query={query} />
      ) : (
        <div role="status" aria-label="Loading executions" className={styles.loading}>
          {["a", "b", "c", "d", "e"].map((key) => (
            <Skeleton key={key} width="100%" height={36} />
          ))}
        </div>
      )}
    </Dialog>
  );
}

/** As many as the query asks for. */
const PAGE = 200;
