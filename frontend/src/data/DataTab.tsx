import { useQuery } from "@tanstack/react-query";
import { ChartColumn, FileCheck, ListTree, Table2 } from "lucide-react";
import { useMemo, useState } from "react";
import { profileQuery } from "../api/queries";
import type { FileInfo } from "../api/types";
import { Button } from "../ui/Button";
import { LoadError } from "../ui/LoadError";
import { ColumnList } from "./ColumnList";
import { columnsOf } from "./columns";
import { DataDialog, type DataDialogName } from "./DataDialog";
import styles from "./DataTab.module.css";
import { FileSummary } from "./FileSummary";
import { Findings } from "./Findings";
import { useReadAgain } from "./useReadAgain";

interface DataTabProps {
  sessionId: string;
  file: FileInfo;
  /** Puts a question to the conversation. */
  onAsk(text: string): void;
  onOpenExecution(executionId: string): void;
  /** The file was read again; this is the new reading. */
  onReimported(file: FileInfo): void;
}

/** The file of the session: what it holds, column by column, and what is odd about it. */
export function DataTab({ sessionId, file, onAsk, onOpenExecution, onReimported }: DataTabProps) {
  const [dialog, setDialog] = useState<DataDialogName | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const profile = useQuery({ ...profileQuery(sessionId, file.version), enabled: file.available });
  const reading = useReadAgain(sessionId, onReimported);
  const columns = useMemo(() => columnsOf(file, profile.data?.columns), [file, profile.data]);
  return (
    <div ref={setScroller} className={styles.tab}>
      <div className={styles.top}>
        <FileSummary file={file} onOpenReport={() => setDialog("report")} />
        <div className={styles.buttons}>
          <Button small onClick={() => setDialog("preview")}>
            <Table2 aria-hidden />
            Preview rows
          </Button>
          <Button small onClick={() => setDialog("report")}>
            <FileCheck aria-hidden />
            Import report
          </Button>
          <Button small onClick={() => setDialog("executions")}>
            <ListTree aria-hidden />
            Executions
          </Button>
          <Button small disabled={!file.available} onClick={() => setDialog("suggestions")}>
            <ChartColumn aria-hidden />
            Chart suggestions
          </Button>
        </div>
        {profile.error ? (
          <LoadError query={profile} />
        ) : (
          file.available && (
            <Findings
              sessionId={sessionId}
              findings={profile.data?.file.findings}
              onOpenExecution={onOpenExecution}
            />
          )
        )}
      </div>
      <ColumnList
        key={`${sessionId} ${file.version}`}
        columns={columns}
        isLoading={profile.isFetching}
        scroller={scroller}
        onAsk={onAsk}
      />
      <DataDialog
        name={dialog}
        sessionId={sessionId}
        file={file}
        onOpenExecution={onOpenExecution}
        reading={reading}
        onClose={() => setDialog(null)}
      />
    </div>
  );
}
