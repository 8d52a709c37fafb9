import type { SessionSummary } from "../api/types";

/** A session as the list has it. */
export function session(id: string, changes: Partial<SessionSummary> = {}): SessionSummary {
  const now = new Date().toISOString();
  return {
    id,
    title: `Title ${id}`,
    filename: `${id}.csv`,
    row_count: 10,
    created_at: now,
    updated_at: now,
    ...changes,
  };
}
