import { expect, it } from "vitest";
import { sqlTokens } from "./sqlTokens";

const kinds = (sql: string) =>
  sqlTokens(sql)
    .filter(({ kind }) => kind !== "plain")
    .map(({ kind, text }) => `${kind}:${text}`);

it("knows keywords, strings, numbers and comments", () => {
  expect(kinds("select a1, 2.5 from t where x = 'it''s -- no' -- why\n/* and */")).toEqual([
    "keyword:select",
    "number:2.5",
    "keyword:from",
    "keyword:where",
    "string:'it''s -- no'",
    "comment:-- why",
    "comment:/* and */",
  ]);
});

it("takes quoted names for names", () => {
  expect(kinds('"select" + "a""from" + größe')).toEqual([]);
});

it("loses nothing, whatever it is", () => {
  for (const sql of ["'open", '"open', "/* open", "a\u{1f600}b;;", "", "1_000e-3 $$x$$"]) {
    expect(
      sqlTokens(sql)
        .map(({ text }) => text)
        .join(""),
    ).toBe(sql);
  }
});
