import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useId, useState } from "react";
import { errorMessage, json } from "../api/client";
import { executionQuery } from "../api/queries";
import type { Execution, Finding } from "../api/types";
import { plural } from "../lib/format";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Spinner } from "../ui/Spinner";
import styles from "./Findings.module.css";

interface FindingsProps {
  sessionId: string;
  /** undefined as long as the profile is on its way. */
  findings: readonly Finding[] | undefined;
  onOpenExecution(executionId: string): void;
}

/** What is odd about the file. One line until it is opened, so that nothing moves when it arrives. */
export function Findings({ sessionId, findings, onOpenExecution }: FindingsProps) {
  const [isOpen, setOpen] = useState(false);
  const list = useId();
  if (!findings) {
    return (
      <p role="status" className={styles.line}>
        <Spinner /> Looking at every column…
      </p>
    );
  }
  if (findings.length === 0) return <p className={styles.line}>Nothing odd was found in this file.</p>;
  return (
    <section>
      <h3 className={styles.heading}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          aria-controls={isOpen ? list : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <ChevronRight aria-hidden />
          {plural(findings.length, "thing")} to know about this file
        </button>
      </h3>
      {isOpen && (
        <ul id={list} className={styles.list}>
          {findings.map((finding) => (
            <FindingItem
              key={`${finding.code} ${finding.column} ${finding.sentence}`}
              sessionId={sessionId}
              finding={finding}
              onOpenExecution={onOpenExecution}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface FindingItemProps {
  sessionId: string;
  finding: Finding;
  onOpenExecution(executionId: string): void;
}

function FindingItem({ sessionId, finding, onOpenExecution }: FindingItemProps) {
  const client = useQueryClient();
  const show = useMutation({
    mutationFn: (sql: string) =>
      json<Execution>(`/api/sessions/${encodeURIComponent(sessionId)}/executions`, {
        method: "POST",
        body: { sql },
      }),
    onSuccess: (execution) => {
      client.setQueryData(executionQuery(sessionId, execution.id).queryKey, execution);
      onOpenExecution(execution.id);
    },
  });
  const { sql } = finding;
  return (
    <li>
      <p>{finding.sentence}</p>
      {sql && (
        <Button look="quiet" small busy={show.isPending} onClick={() => show.mutate(sql)}>
          Show rows
        </Button>
      )}
      {show.error && <Alert>{errorMessage(show.error)}</Alert>}
    </li>
  );
}
