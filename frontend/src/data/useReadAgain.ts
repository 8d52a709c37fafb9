import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { FileInfo } from "../api/types";
import { cancelReading, readAgain, wasCancelled } from "./readAgain";

/** How far a reading is. */
export interface ReadingProgress {
  percent: number;
  message: string;
}

export interface Reading {
  start(decisions: Record<string, unknown>): void;
  cancel(): void;
  /** Forget why it failed. */
  dismiss(): void;
  /** null while nothing is being read. */
  progress: ReadingProgress | null;
  isCancelling: boolean;
  /** Why the file was not read, or why the reading could not be cancelled. */
  error: Error | null;
}

const BEGINNING: ReadingProgress = { percent: 0, message: "Reading the file." };

/** The session's file being read again; it goes on when the dialog that began it is closed. */
export function useReadAgain(sessionId: string, onRead: (file: FileInfo) => void): Reading {
  const [progress, setProgress] = useState(BEGINNING);
  const [jobId, setJobId] = useState<string | null>(null);
  const cancelling = useMutation({ mutationFn: cancelReading });
  const reading = useMutation({
    mutationFn: (decisions: Record<string, unknown>) =>
      readAgain(sessionId, decisions, {
        onAccepted: setJobId,
        onProgress: (percent, message) => setProgress({ percent, message }),
      }),
    onMutate: () => {
      setProgress(BEGINNING);
      cancelling.reset();
    },
    onSettled: () => setJobId(null),
    onSuccess: (file) => onRead(file),
  });
  return {
    start: (decisions) => {
      if (!reading.isPending) reading.mutate(decisions);
    },
    cancel: () => {
      if (jobId !== null && !cancelling.isPending) cancelling.mutate(jobId);
    },
    dismiss: reading.reset,
    progress: reading.isPending ? progress : null,
    isCancelling: reading.isPending && (cancelling.isPending || cancelling.isSuccess),
    error: wasCancelled(reading.error)
      ? null
      : (reading.error ?? (reading.isPending ? cancelling.error : null)),
  };
}
