/** The steps of an upload, as the page shows them. */
import { ApiError, errorMessage } from "../api/client";

/** What to send: a file at hand, or one that has to be fetched first. */
export interface Source {
  filename: string;
  open(signal: AbortSignal): Promise<File>;
}

export interface Idle {
  phase: "idle";
  /** Why the last choice can't be taken. */
  problem: string | null;
}

export interface Uploading {
  phase: "uploading";
  filename: string;
  sentBytes: number;
  /** 0 until the file is at hand. */
  totalBytes: number;
  bytesPerSecond: number | null;
  secondsLeft: number | null;
}

export interface Importing {
  phase: "importing";
  filename: string;
  percent: number;
  message: string;
  cancelling: boolean;
  /** Why it could not be cancelled. */
  problem: string | null;
}

export interface Failed {
  phase: "failed";
  filename: string;
  message: string;
  /** Sent again as it is, when that may help. */
  retry: Source | null;
}

export type UploadState = Idle | Uploading | Importing | Failed;

export const IDLE: Idle = { phase: "idle", problem: null };

const PASSING_STATUSES = new Set([0, 401, 429]);
const PASSING_CODES = new Set(["server_restarted", "internal_error", "disk_full"]);

export function startedUpload(filename: string): Uploading {
  return {
    phase: "uploading",
    filename,
    sentBytes: 0,
    totalBytes: 0,
    bytesPerSecond: null,
    secondsLeft: null,
  };
}

export function startedImport(filename: string): Importing {
  return {
    phase: "importing",
    filename,
    percent: 0,
    message: "Reading the file.",
    cancelling: false,
    problem: null,
  };
}

/** `source` is null when the file is no longer at hand. */
export function failed(filename: string, error: unknown, source: Source | null): Failed {
  return {
    phase: "failed",
    filename,
    message: errorMessage(error),
    retry: isPassing(error) ? source : null,
  };
}

/** A refusal of the file itself would only come again; anything else is worth another try. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return PASSING_STATUSES.has(error.status) || error.status >= 500 || PASSING_CODES.has(error.code);
}
