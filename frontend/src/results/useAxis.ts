/** Which rows, or columns, are drawn, and where they are. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useMemo } from "react";

export interface AxisItem {
  index: number;
  start: number;
  size: number;
}

interface AxisOptions {
  scroller: RefObject<HTMLElement | null>;
  sizes: readonly number[];
  /** What stays in front of the first item while it scrolls: the header, the row numbers. */
  before: number;
  horizontal?: boolean;
  overscan: number;
  /** Up to so many items are all drawn: then the browser's own search finds them too. */
  drawAllUpTo: number;
}

export interface Axis {
  items: readonly AxisItem[];
  total: number;
  reveal(index: number, align?: "auto" | "center"): void;
}

export function useAxis(options: AxisOptions): Axis {
  const { scroller, sizes, before, horizontal = false, overscan, drawAllUpTo } = options;
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    count: sizes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => sizes[index] ?? 0,
    horizontal,
    overscan,
    paddingStart: before,
    scrollPaddingStart: before,
    useFlushSync: false,
  });
  const all = useMemo(() => allItems(sizes, before), [sizes, before]);
  return {
    items: sizes.length <= drawAllUpTo ? all : virtualizer.getVirtualItems(),
    total: virtualizer.getTotalSize(),
    reveal: (index, align = "auto") => virtualizer.scrollToIndex(index, { align }),
  };
}

function allItems(sizes: readonly number[], before: number): AxisItem[] {
  let end = before;
  return sizes.map((size, index) => {
    const start = end;
    end += size;
    return { index, start, size };
  });
}
