/** How deep quotes and lists are nested, told from how lines begin. */

/** Nobody writes deeper; the parser's time grows with the square of it, and its calls nest as deep. */
const MAX_DEPTH = 24;
const MAX_INDENT = 8 * MAX_DEPTH;
const CONTAINERS = /^(?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))+/gm;
const MARKER = />|[-*+]|\d+[.)]/g;

export function isTooDeep(source: string): boolean {
  return (source.match(CONTAINERS) ?? []).some(
    (beginning) => beginning.length > MAX_INDENT || (beginning.match(MARKER)?.length ?? 0) > MAX_DEPTH,
  );
}
