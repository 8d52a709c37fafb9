import { expect, it } from "vitest";
import type { ColumnProfile } from "../api/types";
import { firstQuestions } from "./firstQuestions";

const columns = (...given: [name: string, meaning: ColumnProfile["meaning"], mean?: number][]) =>
  given.map(([name, meaning, mean = null]) => ({ name, meaning, mean }) as ColumnProfile);

it("asks about what the columns mean", () => {
  const sales = columns(
    ["id", "id"],
    ["day", "date"],
    ["region", "category"],
    ["price", "currency", 12],
    ["Einkommen (€)", "currency", 2_400],
  );
  expect(firstQuestions(sales)).toEqual([
    'average "Einkommen (€)" by region',
    'trend of "Einkommen (€)"',
    'distribution of "Einkommen (€)"',
  ]);
  expect(firstQuestions(columns(["Stadt", "geographic"]))).toEqual([
    "what are the most common values of Stadt?",
  ]);
  expect(firstQuestions(columns(["id", "id"]))).toEqual([]);
});
