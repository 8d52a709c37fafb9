import { useCallback, useState } from "react";

/** Whether an element holds more than it shows, which the keyboard has to be able to scroll to. For its `ref`. */
export function useScrolls() {
  const [scrolls, setScrolls] = useState(false);
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element || typeof ResizeObserver === "undefined") return;
    const sizes = new ResizeObserver(() => setScrolls(element.scrollHeight > element.clientHeight));
    const observe = () => {
      sizes.disconnect();
      for (const part of [element, ...element.children]) sizes.observe(part);
    };
    const parts = new MutationObserver(observe);
    parts.observe(element, { childList: true });
    observe();
    return () => {
      parts.disconnect();
      sizes.disconnect();
    };
  }, []);
  return [scrolls, ref] as const;
}
