/** What ran and how much came back, in words. */
import { formatCount, formatMilliseconds, formatShort, plural } from "../lib/format";

const KINDS: Record<string, string> = {
  query: "Query",
  plot: "Chart",
  plan: "Plan",
  statistic: "Statistic",
  profile: "Profile",
  import: "Import",
};

export const kindName = (kind: string) => KINDS[kind] ?? "Result";

interface Ran {
  row_count: number;
  columns: readonly string[];
  elapsed_ms: number;
  total_rows?: number | null;
  truncated?: boolean;
  is_error: boolean;
}

/** "12 rows × 3 columns · 14 ms", or "first 1,000 of 8.2M rows × 3 columns · 1.2 s" */
export function extent(result: Ran): string {
  const time = formatMilliseconds(result.elapsed_ms);
  if (result.is_error) return time;
  return `${rowsInWords(result)} × ${plural(result.columns.length, "column")} · ${time}`;
}

function rowsInWords({ row_count, total_rows, truncated }: Ran): string {
  if (!truncated) return plural(row_count, "row");
  const shown = `first ${formatCount(row_count)}`;
  return total_rows ? `${shown} of ${approximately(total_rows)} rows` : `${shown} rows`;
}

const approximately = (count: number) => (count < 100_000 ? formatCount(count) : formatShort(count));
