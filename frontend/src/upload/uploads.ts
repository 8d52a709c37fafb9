/** The one upload of this tab. It lives outside of React: leaving the page for a while doesn't end it. */
import { ApiError, errorMessage, json, request } from "../api/client";
import { queryClient, sessionsQuery } from "../api/queries";
import type { Job } from "../api/types";
import { watchImport } from "../chat/state/fileEvents";
import { forgetImport, type PendingImport, rememberedImport, rememberImport } from "./pendingImport";
import { RateMeter, secondsLeft } from "./rate";
import { type Sent, sendFile } from "./sendFile";
import {
  failed,
  IDLE,
  type Importing,
  type Source,
  startedImport,
  startedUpload,
  type UploadState,
} from "./uploadState";

const TICK_MS = 250;

type OnReady = (sessionId: string) => void;

export class Uploads {
  private state: UploadState = IDLE;
  private pending: PendingImport | null = null;
  private listeners = new Set<() => void>();
  private onReady: OnReady | null = null;
  /** Ends what this tab does for the upload; the server isn't told. */
  private stop: () => void = () => {};

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = (): UploadState => this.state;

  /** Who opens the session once it is there. With nobody listening, it waits in the history. */
  listen(onReady: OnReady): () => void {
    this.onReady = onReady;
    return () => {
      if (this.onReady === onReady) this.onReady = null;
    };
  }

  refuse(problem: string): void {
    if (!this.busy) this.set({ phase: "idle", problem });
  }

  start(source: Source): void {
    if (!this.busy) void this.upload(source);
  }

  /** After a reload: go on watching the import that was under way. */
  resume(): void {
    const pending = rememberedImport();
    if (pending && this.state.phase === "idle") this.watch(pending, null);
  }

  async cancel(): Promise<void> {
    if (this.state.phase === "importing" && this.pending) await this.cancelImport(this.pending);
    else this.abandon();
  }

  /** Forget the upload, or its failure. An import that has begun goes on. */
  abandon(): void {
    this.stop();
    forgetImport();
    this.pending = null;
    this.set(IDLE);
  }

  private get busy(): boolean {
    return this.state.phase === "uploading" || this.state.phase === "importing";
  }

  private set(state: UploadState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }

  private async upload(source: Source): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    this.stop = () => controller.abort();
    this.set(startedUpload(source.filename));
    try {
      const file = await source.open(signal);
      const sent = await this.send(file, signal);
      if (signal.aborted) return;
      if (sent.kind === "done") this.ready(sent.sessionId);
      else this.watch({ ...sent, filename: source.filename }, source);
    } catch (error) {
      if (!signal.aborted) this.set(failed(source.filename, error, source));
    }
  }

  private async send(file: File, signal: AbortSignal): Promise<Sent> {
    const meter = new RateMeter();
    let sentBytes = 0;
    const tick = () => {
      if (this.state.phase !== "uploading" || signal.aborted) return;
      meter.add(performance.now(), sentBytes);
      const bytesPerSecond = meter.bytesPerSecond();
      const left = secondsLeft(file.size - sentBytes, bytesPerSecond);
      this.set({ ...this.state, sentBytes, totalBytes: file.size, bytesPerSecond, secondsLeft: left });
    };
    tick();
    const timer = setInterval(tick, TICK_MS);
    window.addEventListener("beforeunload", askBeforeLeaving);
    const onProgress = (bytes: number) => {
      sentBytes = bytes;
    };
    try {
      return await sendFile(file, { signal, onProgress });
    } finally {
      clearInterval(timer);
      window.removeEventListener("beforeunload", askBeforeLeaving);
    }
  }

  private watch(pending: PendingImport, source: Source | null): void {
    rememberImport(pending);
    this.pending = pending;
    this.set(startedImport(pending.filename));
    this.stop = watchImport({
      sessionId: pending.sessionId,
      jobId: pending.jobId,
      onProgress: (percent, message) => this.update({ percent, message }),
      onComplete: () => this.ready(pending.sessionId),
      onError: (message, code) => this.importFailed(pending, source, new ApiError(400, message, code)),
    });
  }

  private importFailed(pending: PendingImport, source: Source | null, error: ApiError): void {
    const wanted = this.state.phase === "importing" && this.state.cancelling;
    this.abandon();
    // After the log-in page, which follows a stale token, the import is found again.
    if (error.code === "token_invalid") rememberImport(pending);
    else if (!wanted) this.set(failed(pending.filename, error, source));
  }

  private update(change: Partial<Importing>): void {
    if (this.state.phase === "importing") this.set({ ...this.state, ...change });
  }

  private ready(sessionId: string): void {
    void queryClient.invalidateQueries(sessionsQuery);
    this.onReady?.(sessionId);
    this.abandon();
  }

  private async cancelImport(pending: PendingImport): Promise<void> {
    this.update({ cancelling: true, problem: null });
    try {
      const completed = await cancelJob(pending.jobId);
      if (this.pending !== pending) return;
      if (completed) this.ready(pending.sessionId);
      else this.abandon();
    } catch (error) {
      if (this.pending === pending) this.update({ cancelling: false, problem: errorMessage(error) });
    }
  }
}

/** True when the import was faster than the person. */
async function cancelJob(jobId: string): Promise<boolean> {
  const path = `/api/status/${encodeURIComponent(jobId)}`;
  await request(path, { method: "DELETE" });
  return (await json<Job>(path)).status === "completed";
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const uploads = new Uploads();
