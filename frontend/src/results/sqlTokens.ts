/** Just enough of SQL to colour it: every character of the text ends up in one token. */

export interface SqlToken {
  kind: "comment" | "string" | "number" | "keyword" | "plain";
  text: string;
}

const KEYWORDS = new Set(
  `ALL AND ANTI ANY AS ASC ASOF BETWEEN BY CASE CAST CROSS CURRENT DATE DESC DISTINCT ELSE END ESCAPE EXCEPT EXCLUDE
  EXISTS FALSE FETCH FILTER FIRST FOLLOWING FROM FULL GLOB GROUP HAVING ILIKE IN INNER INTERSECT INTERVAL IS JOIN LAST
  LATERAL LEFT LIKE LIMIT NATURAL NOT NULL NULLS OFFSET ON OR ORDER OUTER OVER PARTITION PIVOT POSITIONAL PRECEDING
  QUALIFY RANGE RECURSIVE REPLACE RIGHT ROW ROWS SAMPLE SELECT SEMI SIMILAR TABLE THEN TIMESTAMP TO TRUE TRY_CAST
  UNBOUNDED UNION UNPIVOT USING VALUES WHEN WHERE WINDOW WITH WITHIN`.split(/\s+/),
);

/** Quoted names are matched so that nothing in them is taken for a keyword; what isn't closed runs to the end. */
const TOKEN =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<string>'(?:[^']|'')*(?:'|$))|(?<name>"(?:[^"]|"")*(?:"|$))|(?<number>\b\d[\d_]*(?:\.\d+)?(?:e[+-]?\d+)?\b)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<rest>\s+|.)/gisu;

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const token: SqlToken = { kind: kindOf(match), text: match[0] };
    const last = tokens.at(-1);
    if (last?.kind === "plain" && token.kind === "plain") last.text += token.text;
    else tokens.push(token);
  }
  return tokens;
}

function kindOf({ groups = {} }: RegExpMatchArray): SqlToken["kind"] {
  if (groups.comment !== undefined) return "comment";
  if (groups.string !== undefined) return "string";
  if (groups.number !== undefined) return "number";
  return groups.word !== undefined && KEYWORDS.has(groups.word.toUpperCase()) ? "keyword" : "plain";
}
