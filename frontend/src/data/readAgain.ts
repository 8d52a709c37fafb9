/** Another reading of the file, in the background: a large one takes longer than a person waits without a word. */
import { ApiError, json, request } from "../api/client";
import type { Accepted, FileInfo, SessionDetail } from "../api/types";
import { watchImport } from "../chat/state/fileEvents";

interface ReadingOptions {
  onAccepted(jobId: string): void;
  /** In percent, with a sentence about what is going on. */
  onProgress(percent: number, message: string): void;
}

/** The file as it was read now. Raises ApiError; its code is `cancelled` after `cancelReading`. */
export async function readAgain(
  sessionId: string,
  decisions: Record<string, unknown>,
  { onAccepted, onProgress }: ReadingOptions,
): Promise<FileInfo> {
  const session = `/api/sessions/${encodeURIComponent(sessionId)}`;
  const { job_id: jobId } = await json<Accepted>(`${session}/reimport`, {
    method: "POST",
    body: decisions,
    headers: { Prefer: "respond-async" },
  });
  onAccepted(jobId);
  await new Promise<void>((resolve, reject) => {
    watchImport({
      sessionId,
      jobId,
      onProgress,
      onComplete: resolve,
      onError: (message, code) => reject(new ApiError(400, message, code)),
    });
  });
  return (await json<SessionDetail>(session)).file;
}

/** One that has ended meanwhile stays as it is. */
export async function cancelReading(jobId: string): Promise<void> {
  await request(`/api/status/${encodeURIComponent(jobId)}`, { method: "DELETE" });
}

export const wasCancelled = (error: unknown) => error instanceof ApiError && error.code === "cancelled";
