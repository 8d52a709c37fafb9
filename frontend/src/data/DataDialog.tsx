import { lazy } from "react";
import type { FileInfo } from "../api/types";
import { DialogBoundary } from "../ui/PartBoundary";
import type { Reading } from "./useReadAgain";

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
  reading: Reading;
  onClose(): void;
}

/** The dialogs about the file, each loaded when it is first opened. */
export function DataDialog({ name, ...props }: DataDialogProps) {
  return (
    <DialogBoundary name={name} onClose={props.onClose}>
      {name && <Named name={name} {...props} />}
    </DialogBoundary>
  );
}

function Named({ name, sessionId, file, reading, ...on }: DataDialogProps) {
  switch (name) {
    case "preview":
      return <PreviewDialog file={file} onClose={on.onClose} />;
    case "report":
      return <ImportReportDialog file={file} reading={reading} onClose={on.onClose} />;
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
