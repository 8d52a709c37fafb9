import type { ImportReport } from "../api/types";
import { formatCount, plural } from "../lib/format";

type Counts = Pick<ImportReport, "rows_repaired" | "rows_rejected" | "values_set_null">;

/** "3 lines were repaired, 1 was left out"; null when every line was taken as it stands. */
export function summaryOf({ rows_repaired, rows_rejected, values_set_null }: Counts): string | null {
  const parts: string[] = [];
  if (rows_repaired > 0) parts.push(`${plural(rows_repaired, "line")} ${were(rows_repaired)} repaired`);
  if (rows_rejected > 0) {
    const lines = rows_repaired > 0 ? formatCount(rows_rejected) : plural(rows_rejected, "line");
    parts.push(`${lines} ${were(rows_rejected)} left out`);
  }
  if (values_set_null > 0) {
    parts.push(`${plural(values_set_null, "value")} didn't fit the type and became empty`);
  }
  return parts.length > 0 ? parts.join(", ") : null;
}

function were(count: number): string {
  return count === 1 ? "was" : "were";
}
