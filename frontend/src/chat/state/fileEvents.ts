/** Watches a file being read in the background, before there is a session to chat in. */
import { ApiError, json } from "../../api/client";
import type { Job, ServerFrame } from "../../api/types";
import { Connection } from "./connection";
import type { ConnectionStatus } from "./types";

export interface WatchImportOptions {
  sessionId: string;
  jobId: string;
  /** In percent, with a sentence about what is going on. */
  onProgress(percent: number, message: string): void;
  onComplete(): void;
  onError(message: string, code: string): void;
}

const POLL_MILLISECONDS = 2000;

/** Calls back until the import has ended, or the returned function is called. */
export function watchImport(options: WatchImportOptions): () => void {
  const watch = new ImportWatch(options);
  watch.start();
  return () => watch.stop();
}

class ImportWatch {
  private readonly connection: Connection;
  private polling: ReturnType<typeof setInterval> | undefined;
  private percent = 0;
  private ended = false;

  constructor(private readonly options: WatchImportOptions) {
    this.connection = new Connection(options.sessionId, {
      onStatus: (status) => this.follow(status),
      // The import may have ended before the socket opened.
      onOpen: () => void this.askStatus(),
      onFrame: (frame) => this.receive(frame),
      onRefused: () => void this.askStatus(),
      onGone: () => this.poll(),
    });
  }

  start(): void {
    this.connection.open();
  }

  stop(): void {
    this.ended = true;
    this.stopPolling();
    this.connection.close();
  }

  /** Without a socket the status is asked for. */
  private follow({ state }: ConnectionStatus): void {
    if (state === "open") this.stopPolling();
    else if (state !== "connecting") this.poll();
  }

  private poll(): void {
    this.polling ??= setInterval(() => void this.askStatus(), POLL_MILLISECONDS);
  }

  private stopPolling(): void {
    clearInterval(this.polling);
    this.polling = undefined;
  }

  private receive(frame: ServerFrame): void {
    if (!("job_id" in frame.data) || frame.data.job_id !== this.options.jobId) return;
    if (frame.event === "file_progress") this.progress(frame.data.progress, frame.data.message);
    if (frame.event === "file_complete") this.end(this.options.onComplete);
    if (frame.event === "file_error") this.fail(frame.data.error, frame.data.code);
  }

  private async askStatus(): Promise<void> {
    try {
      const job = await json<Job>(`/api/status/${encodeURIComponent(this.options.jobId)}`);
      if (!this.ended) this.take(job);
    } catch (error) {
      if (!this.ended) this.notAnswered(error);
    }
  }

  private take(job: Job): void {
    if (job.status === "completed") this.end(this.options.onComplete);
    else if (job.status === "failed")
      this.fail(job.error ?? "The file can't be read.", job.code ?? "unexpected");
    else
      this.progress(
        job.progress ?? 0,
        job.status === "queued" ? "Waiting for other imports." : "Reading the file.",
      );
  }

  /** A server that can't be reached may come back; what it says no to stays so. */
  private notAnswered(error: unknown): void {
    const refused = error instanceof ApiError ? error : null;
    if (refused && refused.status >= 400 && refused.status < 500) this.fail(refused.message, refused.code);
    else this.progress(this.percent, "The server can't be reached. Trying again …");
  }

  private progress(percent: number, message: string): void {
    // Two ways tell of it; the later word may be the older one.
    this.percent = Math.max(this.percent, percent);
    this.options.onProgress(this.percent, message);
  }

  private fail(message: string, code: string): void {
    this.end(() => this.options.onError(message, code));
  }

  private end(tell: () => void): void {
    if (this.ended) return;
    this.stop();
    tell();
  }
}
