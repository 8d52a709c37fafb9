import { useEffect, useRef, useState } from "react";

/** Showing a text may take one part of the time in so many. */
const SHARE = 4;

/**
 * The text, or while `active` a somewhat older one: the longer it takes to show, the less often it is taken
 * over, so that the page stays responsive however long the text and slow the machine.
 */
export function usePaced(text: string, active: boolean): string {
  const [shown, setShown] = useState(text);
  const last = useRef({ shown: text, begun: 0, done: 0 });
  useEffect(() => {
    if (last.current.shown !== shown) {
      last.current = { ...last.current, shown, done: performance.now() };
    }
    if (!active || shown === text) return;
    const { begun, done } = last.current;
    const cost = done - begun;
    const timer = setTimeout(
      () => {
        last.current.begun = performance.now();
        setShown(text);
      },
      Math.max(0, done + (SHARE - 1) * cost - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [text, shown, active]);
  return active ? shown : text;
}
