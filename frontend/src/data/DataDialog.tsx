import { lazy, Suspense } from "react";
import type { FileInfo } from "../api/types";

const PreviewDialog = lazy(() => import("./PreviewDialog"));
const ImportReportDialog = lazy(() => import("./ImportReportDialog"));
const SuggestionsDialog = lazy(() => import("./SuggestionsDialog"));
const ExecutionsDialog = lazy(() => import("../history/ExecutionsDialog"));

export type DataDialogName = "preview" | "report" | "executions" | "suggestions";

interface DataDialogProps {
  name: DataDialogName | null;
  sessionId: string;
  file: FileInfo;
  onOpenExecution(executionId: string): void;
  onReimported(file: FileInfo): void;
  onClose(): void;
}

/** The dialogs about the file, each loaded when it is first opened. */
export function DataDialog({ name, ...props }: DataDialogProps) {
  return <Suspense fallback={null}>{name && <Named name={name} {...props} />}</Suspense>;
}

function Named({ name, sessionId, file, ...on }: DataDialogProps) {
  switch (name) {
    case "preview":
      return <PreviewDialog file={file} onClose={on.onClose} />;
    case "report":
      return (
        <ImportReportDialog
          sessionId={sessionId}
          file={file}
          onReimported={on.onReimported}
          onClose={on.onClose}
        />
      );
    case "executions":
      return (
        <ExecutionsDialog sessionId={sessionId} onOpenExecution={on.onOpenExecution} onClose={on.onClose} />
      );
    case "suggestions":
      return (
        <SuggestionsDialog
          sessionId={sessionId}
          version={file.version}
          onOpenExecution={on.onOpenExecution}
          onClose={on.onClose}
        />
      );
    default:
      return null;
  }
}
