/** Cuts Markdown where a new block begins for certain, so that a growing text is parsed only at its end. */

export interface Block {
  source: string;
  /** Where the block begins in the text, in UTF-16 units. */
  offset: number;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
/** So many characters of a list are parsed again with every word. */
const LONG_LIST = 1_000;
/** Definitions of links and footnotes count for the whole text, so it can't be cut. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:/m;

/** `fine` cuts long lists too: in place of one list there are several, which look the same. */
export function splitBlocks(text: string, { fine = false } = {}): Block[] {
  const starts = blockStarts(text, fine ? LONG_LIST : Number.POSITIVE_INFINITY);
  return starts.map((offset, i) => ({ source: text.slice(offset, starts[i + 1]), offset }));
}

export function hasDefinitions(text: string): boolean {
  return DEFINITION.test(text);
}

function blockStarts(text: string, longList: number): number[] {
  const starts = [0];
  let start = 0;
  let fence: string | null = null;
  let afterBlank = false;
  let inList = false;
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end);
    const blank = line.trim() === "";
    const isItem = fence === null && ITEM.test(line);
    const cutsList = isItem && inList && at - start > longList;
    if (cutsList || (fence === null && !blank && afterBlank && beginsBlock(line, inList))) {
      starts.push(at);
      start = at;
      inList = false;
    }
    if (isItem) inList = true;
    fence = fenceAfter(line, fence);
    afterBlank = blank;
    at = end + 1;
  }
  return starts;
}

/** Indented lines go on with the list or code above; items after a blank line belong to the list above. */
function beginsBlock(line: string, inList: boolean): boolean {
  return !/^\s/.test(line) && !(inList && ITEM.test(line));
}

function fenceAfter(line: string, open: string | null): string | null {
  const [, marks, rest] = FENCE.exec(line) ?? [];
  if (marks === undefined || rest === undefined) return open;
  if (open === null) return marks.startsWith("`") && rest.includes("`") ? null : marks;
  const closes = marks[0] === open[0] && marks.length >= open.length && rest.trim() === "";
  return closes ? null : open;
}
