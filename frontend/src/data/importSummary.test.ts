import { expect, test } from "vitest";
import { summaryOf } from "./importSummary";

test.each([
  [0, 0, 0, null],
  [3, 1, 0, "3 lines were repaired, 1 was left out"],
  [1, 0, 0, "1 line was repaired"],
  [0, 1200, 0, "1,200 lines were left out"],
  [0, 0, 1, "1 value didn't fit the type and became empty"],
  [2, 2, 5, "2 lines were repaired, 2 were left out, 5 values didn't fit the type and became empty"],
])("%i repaired, %i left out, %i values: %s", (rows_repaired, rows_rejected, values_set_null, sentence) => {
  expect(summaryOf({ rows_repaired, rows_rejected, values_set_null })).toBe(sentence);
});
