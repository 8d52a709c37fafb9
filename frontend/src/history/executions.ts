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

/** More than a row has room for. */
const MAX_CHARACTERS = 300;

/** The SQL on one line, without whole lines of comment; what it was where there is no SQL. */
export function oneLineOf({ sql, kind }: Pick<ExecutionSummary, "sql" | "kind">): string {
  const lines = (sql ?? "").split("\n").map((line) => line.trim());
  const statement = lines.filter((line) => line && !line.startsWith("--")).join(" ");
  const text = statement || lines.find(Boolean) || WITHOUT_SQL[kind] || KINDS[kind];
  return text.slice(0, MAX_CHARACTERS);
}
