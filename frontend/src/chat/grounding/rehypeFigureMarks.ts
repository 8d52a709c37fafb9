/** Rehype plugin: puts a <mark> around each figure, with its number. Runs after sanitising. */
import type { Element, ElementContent, Root, RootContent, Text } from "hast";
import { sourceOffsets } from "./sourceMap";
import type { Span } from "./spans";

interface Options {
  source: string;
  spans: Span[];
}

export function rehypeFigureMarks({ source, spans }: Options) {
  return (tree: Root): void => {
    if (spans.length > 0) new Marker(source, spans).markIn(tree, [0, source.length]);
  };
}

type Window = readonly [start: number, end: number];
type Child = RootContent;

class Marker {
  private readonly left: Span[];
  /** How far in the source the nodes so far went: nodes without a place of their own stand behind. */
  private cursor = 0;

  constructor(
    private readonly source: string,
    spans: Span[],
  ) {
    this.left = [...spans];
  }

  markIn(parent: Root | Element, window: Window): void {
    const children: Child[] = [];
    for (const child of parent.children) {
      if (child.type === "text") children.push(...this.markText(child, window));
      else if (child.type === "element") children.push(child, ...this.markElement(child, window));
      else children.push(child);
    }
    parent.children = children as ElementContent[];
  }

  /** A button can't stand in a link: the marks of a link's figures follow it. */
  private markElement(element: Element, window: Window): Element[] {
    const own = windowOf(element) ?? window;
    if (element.tagName !== "a") {
      this.markIn(element, own);
      return [];
    }
    const marks = this.takeWithin(own).map(({ index }) => mark(index, []));
    this.cursor = own[1];
    return marks;
  }

  private markText(node: Text, window: Window): Child[] {
    const offsets = this.offsetsOf(node, window);
    const [first] = offsets ?? [];
    const last = offsets?.at(-1);
    if (!offsets || first === undefined || last === undefined) return [node];
    this.cursor = last + 1;
    const pieces: Child[] = [];
    let done = 0;
    for (const span of this.left.filter(({ start, end }) => start <= last && end > first)) {
      const from = offsets.findIndex((at) => at >= span.start);
      const behind = offsets.findIndex((at) => at >= span.end);
      const to = behind < 0 ? offsets.length : behind;
      if (from < done || node.value.slice(from, to).trim() === "") continue;
      if (from > done) pieces.push(text(node.value.slice(done, from)));
      pieces.push(mark(span.index, [text(node.value.slice(from, to))]));
      // A figure over several nodes is marked once, at its first part.
      this.left.splice(this.left.indexOf(span), 1);
      done = to;
    }
    if (done < node.value.length) pieces.push(text(node.value.slice(done)));
    return keepTogether(pieces);
  }

  private takeWithin([start, end]: Window): Span[] {
    const taken = this.left.filter((span) => span.start >= start && span.start < end);
    for (const span of taken) this.left.splice(this.left.indexOf(span), 1);
    return taken;
  }

  private offsetsOf(node: Text, window: Window): number[] | null {
    if (node.value.trim() === "") return null;
    const own = windowOf(node);
    if (own) return sourceOffsets(this.source, node.value, ...own);
    const start = this.source.indexOf(node.value.trimEnd(), Math.max(this.cursor, window[0]));
    const end = start + node.value.length;
    return start < 0 || start >= window[1] ? null : sourceOffsets(this.source, node.value, start, end);
  }
}

const SIGNS_BEHIND = /^[^\s\p{L}\p{N}]{0,9}/u;
const SIGNS_BEFORE = /[^\s\p{L}\p{N}]{0,9}$/u;

/** A line may break around a button, but not between a figure and the signs around it. Marks and texts alternate. */
function keepTogether(pieces: Child[]): Child[] {
  const kept: Child[] = [];
  let group: Child[] = [];
  const close = () => {
    kept.push(...(group.length > 1 ? [together(group)] : group));
    group = [];
  };
  pieces.forEach((piece, i) => {
    if (piece.type !== "text") {
      if (group.some(({ type }) => type !== "text")) close();
      group.push(piece);
      return;
    }
    const behind = i === 0 ? "" : (SIGNS_BEHIND.exec(piece.value)?.[0] ?? "");
    const after = piece.value.slice(behind.length);
    const before = i === pieces.length - 1 ? "" : (SIGNS_BEFORE.exec(after)?.[0] ?? "");
    const between = after.slice(0, after.length - before.length);
    if (behind !== "") group.push(text(behind));
    close();
    if (between !== "") kept.push(text(between));
    if (before !== "") group.push(text(before));
  });
  close();
  return kept;
}

function together(children: Child[]): Element {
  const properties = { dataTogether: "" };
  return { type: "element", tagName: "span", properties, children: children as ElementContent[] };
}

function windowOf(node: Element | Text): Window | null {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  return start === undefined || end === undefined ? null : [start, end];
}

function text(value: string): Text {
  return { type: "text", value };
}

function mark(index: number, children: Text[]): Element {
  return { type: "element", tagName: "mark", properties: { dataFigure: index }, children };
}
