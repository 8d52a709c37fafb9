/** The last block of a text that is still being written, so that half-written Markdown doesn't flicker. */

const ONLY_MARKS = /(^|\n)[ \t]*(?:[-=*+_~`#>]+|\d{1,9}[.)]?)[ \t]*$/;
const TABLE_ROW = /^ {0,3}\|/;
const FULL_DELIMITER = /^ {0,3}\|(?:\s*:?-+:?\s*\|)+\s*$/;

export function mendTail(source: string): string {
  if (endsInFence(source)) return source;
  const table = withoutHalfTable(source);
  return closeSpans(withoutHalfLink(table).replace(ONLY_MARKS, "$1"));
}

function endsInFence(source: string): boolean {
  const fences = source.match(/^ {0,3}(?:`{3,}|~{3,})/gm) ?? [];
  return fences.length % 2 === 1;
}

/** A header is no table before the line under it is whole; until then it would be a line of bars. */
function withoutHalfTable(source: string): string {
  const lines = source.split("\n");
  let first = lines.length;
  while (first > 0 && TABLE_ROW.test(lines[first - 1] ?? "")) first -= 1;
  const rows = lines.slice(first);
  const isTable = rows.length > 1 && FULL_DELIMITER.test(rows[1] ?? "");
  if (rows.length === 0 || rows.length > 2 || isTable) return source;
  return lines.slice(0, first).join("\n");
}

/** Of a link or picture whose address is still coming, only the words. */
function withoutHalfLink(source: string): string {
  const middle = source.lastIndexOf("](");
  const open = source.lastIndexOf("[", middle);
  if (middle < 0 || open < 0 || /[)\n]/.test(source.slice(middle))) return source;
  const words = source.slice(open + 1, middle);
  if (/[\]\n]/.test(words)) return source;
  return source.slice(0, source[open - 1] === "!" ? open - 1 : open) + words;
}

/** Closes code and bold that were begun in the last paragraph. */
function closeSpans(source: string): string {
  const begin = source.lastIndexOf("\n\n") + 1;
  const line = source.slice(begin);
  if (count(line, "`") % 2 === 1) return `${source}\``;
  if (count(line, "**") % 2 === 0) return source;
  const open = source.lastIndexOf("**");
  const bold = source.slice(open + 2).trimEnd();
  return bold === "" ? source.slice(0, open) : `${source.slice(0, open + 2)}${bold.replace(/\*$/, "")}**`;
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
