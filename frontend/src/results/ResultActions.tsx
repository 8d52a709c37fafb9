import { Check, Code, Copy, Download, History } from "lucide-react";
import { useId, useState } from "react";
import { errorMessage } from "../api/client";
import type { QueryResult } from "../api/types";
import { saveFromApi } from "../lib/download";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { toTsv } from "./clipboard";
import styles from "./ResultCard.module.css";
import { SqlBlock } from "./SqlBlock";

interface ResultActionsProps {
  sessionId: string;
  result: QueryResult;
  onOpen?: () => void;
}

export function ResultActions({ sessionId, result, onOpen }: ResultActionsProps) {
  const { sql, is_error: failed, execution_id: execution } = result;
  const sqlId = useId();
  const [sqlAsked, setSqlAsked] = useState(false);
  const [error, setError] = useState<string | null>(null);
  // A statement that failed is needed to understand why.
  const sqlShown = failed || sqlAsked;
  const download = () => {
    setError(null);
    const path = `/api/sessions/${encodeURIComponent(sessionId)}/export?format=csv&execution=${execution}`;
    saveFromApi(path, `result-${execution.slice(0, 8)}.csv`).catch((reason: unknown) =>
      setError(errorMessage(reason)),
    );
  };
  return (
    <>
      <div className={styles.actions}>
        {sql && !failed && (
          <Button
            look="quiet"
            small
            aria-expanded={sqlShown}
            aria-controls={sqlId}
            onClick={() => setSqlAsked(!sqlAsked)}
          >
            <Code />
            Show SQL
          </Button>
        )}
        {!failed && (
          <>
            <CopyTable result={result} onError={setError} />
            <Button look="quiet" small onClick={download}>
              <Download />
              Download CSV
            </Button>
          </>
        )}
        {onOpen && (
          <Button look="quiet" small onClick={onOpen}>
            <History />
            Full record
          </Button>
        )}
      </div>
      {error && <Alert>{error}</Alert>}
      <div id={sqlId} hidden={!sqlShown}>
        {sqlShown && sql && <SqlBlock sql={sql} />}
      </div>
    </>
  );
}

/** Its name stays: what happened is announced beside it. */
function CopyTable({ result, onError }: { result: QueryResult; onError: (message: string | null) => void }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(toTsv(result.columns, result.result)).then(
      () => {
        onError(null);
        setCopied(true);
      },
      () => onError("Copying is not allowed here. Download the CSV instead."),
    );
  return (
    <>
      <Button look="quiet" small onClick={copy} onBlur={() => setCopied(false)}>
        {copied ? <Check /> : <Copy />}
        Copy table
      </Button>
      <span role="status" className="visually-hidden">
        {copied && "Copied"}
      </span>
    </>
  );
}
