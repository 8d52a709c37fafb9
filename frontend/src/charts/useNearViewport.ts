import { type RefObject, useEffect, useState } from "react";

/** Charts that were scrolled away and are still drawn, the longest away first. */
const away = new Set<() => void>();
/** More of them are taken down: each holds its data and hundreds of elements. */
const MAX_AWAY = 20;

/** Whether the element is near the part of the page that is seen, or was among the last few that were. */
export function useNearViewport(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const takeDown = () => setNear(false);
    let drawn = false;
    const observer = new IntersectionObserver(
      (entries) => {
        const isNear = entries.at(-1)?.isIntersecting ?? false;
        away.delete(takeDown);
        if (isNear) setNear(true);
        else if (drawn) keepAway(takeDown);
        drawn ||= isNear;
      },
      // Only a root of its own looks beyond the edges of what scrolls.
      { root: element.current.closest("[data-scroller]"), rootMargin: "600px 0px" },
    );
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      away.delete(takeDown);
    };
  }, [element]);
  return near;
}

function keepAway(takeDown: () => void): void {
  away.add(takeDown);
  const [longest] = away;
  if (away.size <= MAX_AWAY || !longest) return;
  away.delete(longest);
  longest();
}
