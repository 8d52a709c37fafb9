import type { ExecutionDetails, StatisticDetails } from "../api/types";

/** What must be known to read a statistic; other kinds of executions have other details, or none. */
export function statisticDetails(details: ExecutionDetails | null): StatisticDetails | null {
  return details && "reading" in details ? details : null;
}
