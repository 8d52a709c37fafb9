/** Where the figures of a text are, in the UTF-16 units that JavaScript and the parser count. */
import type { Figure } from "../../api/types";

export interface Span {
  start: number;
  end: number;
  /** The figure's number among those of the text. */
  index: number;
}

/** How far from its place a figure's text is looked for when something else stands there. */
const NEAR = 80;

/** In order and without overlaps; a figure that can't be placed is left out. */
export function figureSpans(text: string, figures: Figure[]): Span[] {
  const unit = unitOffsets(text);
  const found = figures.flatMap((figure, index) => {
    const start = unit(figure.start);
    const end = unit(figure.end);
    const place = start === null || end === null || end <= start ? null : { start, end };
    const span = place && settle(text, figure.text, place);
    return span ? [{ ...span, index }] : [];
  });
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let last = 0;
  return found.filter((span) => {
    if (span.start < last) return false;
    last = span.end;
    return true;
  });
}

/** Those that begin in the block, counted from its beginning. */
export function spansOf(spans: Span[], offset: number, length: number): Span[] {
  return spans
    .filter(({ start }) => start >= offset && start < offset + length)
    .map(({ start, end, index }) => ({ start: start - offset, end: end - offset, index }));
}

/** From code points to UTF-16 units. */
function unitOffsets(text: string): (codePoint: number) => number | null {
  const inside = (at: number, length: number) => Number.isInteger(at) && at >= 0 && at <= length;
  if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return (at) => (inside(at, text.length) ? at : null);
  const offsets = [0];
  let at = 0;
  for (const character of text) {
    at += character.length;
    offsets.push(at);
  }
  return (codePoint) => (inside(codePoint, offsets.length - 1) ? (offsets[codePoint] ?? null) : null);
}

function settle(text: string, figure: string, place: { start: number; end: number }) {
  if (figure === "" || text.slice(place.start, place.end) === figure) return place;
  const from = Math.max(0, place.start - NEAR);
  const near = text.slice(from, place.end + NEAR).indexOf(figure);
  return near < 0 ? null : { start: from + near, end: from + near + figure.length };
}
