/** The import that is being watched, kept for a reload of this tab. */

export interface PendingImport {
  jobId: string;
  sessionId: string;
  filename: string;
}

const KEY = "csv_analyzer_import";

export function rememberImport(pending: PendingImport): void {
  sessionStorage.setItem(KEY, JSON.stringify(pending));
}

export function forgetImport(): void {
  sessionStorage.removeItem(KEY);
}

export function rememberedImport(): PendingImport | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<PendingImport> | null;
    const { jobId, sessionId, filename } = found ?? {};
    return isText(jobId) && isText(sessionId) && isText(filename) ? { jobId, sessionId, filename } : null;
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
