/** Where each character of a parsed text node stood in the Markdown source. */

const ENTITY = /&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{0,31});/y;
const LEAD_SURROGATE = /^[\uD800-\uDBFF]/;

/**
 * One offset per UTF-16 unit of `value`, which was read from `source` between `start` and `end`; null when
 * the two don't belong together. What the parser left out is passed over: backslashes, a quotation's ">",
 * backticks, spaces at the ends of lines. An entity stands for one character.
 */
export function sourceOffsets(source: string, value: string, start: number, end: number): number[] | null {
  if (source.slice(start, end) === value) return Array.from({ length: value.length }, (_, i) => start + i);
  const offsets: number[] = [];
  let at = start;
  while (offsets.length < value.length) {
    const i = offsets.length;
    let entity = entityLength(source, at, value, i);
    while (at < end && entity === 0 && source[at] !== value[i]) {
      at += 1;
      entity = entityLength(source, at, value, i);
    }
    if (at >= end) {
      // Code ends with a line break of the parser's own.
      if (i === 0 || value.slice(i).trim() !== "") return null;
      return [...offsets, ...Array.from(value.slice(i), () => end)];
    }
    offsets.push(at);
    if (entity > 0 && LEAD_SURROGATE.test(value.slice(i))) offsets.push(at);
    at += entity || 1;
  }
  return offsets;
}

/** 0 where there is none, or where the parser let it stand as it is. */
function entityLength(source: string, at: number, value: string, i: number): number {
  if (source[at] !== "&") return 0;
  ENTITY.lastIndex = at;
  const entity = ENTITY.exec(source)?.[0];
  return entity === undefined || value.startsWith(entity, i) ? 0 : entity.length;
}
