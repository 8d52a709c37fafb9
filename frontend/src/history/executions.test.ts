import { expect, test } from "vitest";
import { oneLineOf } from "./executions";

test.each([
  ["\n  SELECT 1\nFROM data", "query", "SELECT 1 FROM data"],
  ["-- why\nSELECT 2", "query", "SELECT 2"],
  ["-- nothing else", "query", "-- nothing else"],
  ["", "profile", "Every column of the file"],
] as const)("%j (%s) reads as %s", (sql, kind, line) => {
  expect(oneLineOf({ sql, kind })).toBe(line);
});
