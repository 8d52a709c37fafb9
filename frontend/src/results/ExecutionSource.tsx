import { useQuery } from "@tanstack/react-query";
import { executionQuery } from "../api/queries";
import { Button } from "../ui/Button";
import { LoadError } from "../ui/LoadError";
import { Skeleton } from "../ui/Skeleton";
import styles from "./ExecutionSource.module.css";
import { SqlBlock } from "./SqlBlock";
import { extent } from "./words";

interface ExecutionSourceProps {
  sessionId: string;
  executionId: string;
  /** Shows the execution with its rows. */
  onOpen?: () => void;
}

/** Where something comes from: the statement, its row count and its time. */
export function ExecutionSource({ sessionId, executionId, onOpen }: ExecutionSourceProps) {
  const query = useQuery(executionQuery(sessionId, executionId));
  const { data, error } = query;
  if (error) {
    return <LoadError query={query} />;
  }
  if (!data) return <Skeleton width="100%" height={120} />;
  return (
    <div className={styles.source}>
      {data.sql && <SqlBlock sql={data.sql} />}
      <div className={styles.facts}>
        <span>{extent(data)}</span>
        {onOpen && (
          <Button look="quiet" small onClick={onOpen}>
            See the rows
          </Button>
        )}
      </div>
    </div>
  );
}
