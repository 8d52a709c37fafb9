import type { ExecutionSummary } from "../api/types";

export const KINDS: Record<ExecutionSummary["kind"], string> = {
  query: "Query",
  plot: "Chart",
  plan: "Plan",
  statistic: "Statistic",
  profile: "Profile",
  import: "Import",
};

export interface ExecutionFilter {
  kind: ExecutionSummary["kind"] | "all";
  failedOnly: boolean;
}

export function filterExecutions(
  executions: readonly ExecutionSummary[],
  { kind, failedOnly }: ExecutionFilter,
): ExecutionSummary[] {
  return executions.filter(
    (execution) => (kind === "all" || execution.kind === kind) && (!failedOnly || execution.is_error),
  );
}

const WITHOUT_SQL: Partial<Record<ExecutionSummary["kind"], string>> = {
  profile: "Every column of the file",
  import: "The file, as it was read",
};

/** The SQL's first line that holds something; what it was where there is no SQL. */
export function firstLineOf({ sql, kind }: Pick<ExecutionSummary, "sql" | "kind">): string {
  const lines = (sql ?? "").split("\n").map((line) => line.trim());
  return (
    lines.find((line) => line && !line.startsWith("--")) ??
    lines.find(Boolean) ??
    WITHOUT_SQL[kind] ??
    KINDS[kind]
  );
}
