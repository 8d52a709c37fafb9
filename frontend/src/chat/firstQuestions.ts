/** Questions to begin with, made of the file's own columns. */
import type { ColumnProfile } from "../api/types";

/** Names of columns that are no plain word are quoted, so that the question is read as meant. */
const quoted = (name: string) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `"${name}"`);

export function firstQuestions(columns: readonly ColumnProfile[]): string[] {
  const named = (...meanings: ColumnProfile["meaning"][]) => {
    const column = columns.find(({ meaning }) => meanings.includes(meaning));
    return column ? quoted(column.name) : null;
  };
  // The largest amounts are mostly what a file is about: the revenue rather than the price of a piece.
  const [largest] = columns
    .filter(({ meaning }) => meaning === (named("currency") === null ? "measure" : "currency"))
    .sort((a, b) => (b.mean ?? 0) - (a.mean ?? 0));
  const measure = largest ? quoted(largest.name) : null;
  const group = named("category", "geographic", "boolean");
  const date = named("date");
  const questions = [
    measure && group && `average ${measure} by ${group}`,
    measure && date && `trend of ${measure}`,
    measure && `distribution of ${measure}`,
    !measure && group && `what are the most common values of ${group}?`,
  ];
  return questions.filter((question) => question !== null && question !== false);
}
