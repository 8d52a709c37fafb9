import { type KeyboardEvent, type RefObject, useLayoutEffect } from "react";

const MARK = "[data-figure-status]";
const TEXT = "[data-figures]";

/**
 * The figures of a text are one stop of the Tab key, however many they are: the arrow keys move between them,
 * Home and End lead to the first and the last. Props for the element around the text.
 */
export function useFigureKeys(text: RefObject<HTMLElement | null>, count: number) {
  // Each time, as a text that is rendered anew may have other marks.
  useLayoutEffect(() => {
    if (text.current) settleTabStop(text.current);
  });
  if (count < 2) return { "data-figures": true };
  return {
    "data-figures": true,
    role: "group",
    "aria-label": `Text with ${count} figures; the arrow keys move between them`,
  };
}

/** For each mark. Up and down go on scrolling the conversation. */
export function moveBetweenFigures(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const text = event.currentTarget.closest(TEXT);
  const marks = text ? marksIn(text) : [];
  const at = marks.indexOf(event.currentTarget);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: marks.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  marks[to]?.focus();
}

/** Where the Tab key comes back to is where it left. */
export function keepTabStop({ currentTarget }: { currentTarget: HTMLElement }): void {
  const text = currentTarget.closest(TEXT);
  if (text) settleTabStop(text, currentTarget);
}

function settleTabStop(text: Element, chosen?: HTMLElement): void {
  const marks = marksIn(text);
  const stop = chosen ?? marks.find((mark) => mark.getAttribute("tabindex") === "0") ?? marks[0];
  for (const mark of marks) mark.tabIndex = mark === stop ? 0 : -1;
}

function marksIn(text: Element): HTMLElement[] {
  return [...text.querySelectorAll<HTMLElement>(MARK)];
}
