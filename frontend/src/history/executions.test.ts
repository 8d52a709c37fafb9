import { expect, test } from "vitest";
import { firstLineOf } from "./executions";

test.each([
  ["\n  SELECT 1\nFROM data", "query", "SELECT 1"],
  ["-- why\nSELECT 2", "query", "SELECT 2"],
  ["-- nothing else", "query", "-- nothing else"],
  ["", "profile", "Every column of the file"],
] as const)("%j (%s) begins with %s", (sql, kind, line) => {
  expect(firstLineOf({ sql, kind })).toBe(line);
});
