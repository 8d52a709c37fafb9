import { type RefObject, useEffect, useState } from "react";

/** Two screens ahead: what comes into view is there before it is seen. */
const AHEAD = "2000px 0px";

/** Whether an element is, or once was, near the part of the page that is seen. */
export function useNear(element: RefObject<Element | null>, initially: boolean): boolean {
  const [isNear, setIsNear] = useState(initially);
  useEffect(() => {
    if (isNear || !element.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setIsNear(true);
      },
      { root: element.current.closest("[data-scroller]"), rootMargin: AHEAD },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear;
}
