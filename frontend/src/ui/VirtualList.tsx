import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useCallback, useLayoutEffect, useState } from "react";
import styles from "./VirtualList.module.css";

interface VirtualListProps<Item> {
  /** The list's accessible name. */
  label: string;
  items: readonly Item[];
  /** The same function each time. */
  keyOf(item: Item): string;
  /** In pixels; each item is measured once it is on the screen. */
  estimateSize(item: Item): number;
  /** The element that scrolls, null until it is there; it may hold more than the list. */
  scroller: HTMLElement | null;
  children(item: Item): ReactNode;
}

/** A list of which only what is on the screen exists, for lists of thousands. Items may be of any height. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, keyOf, scroller, label } = props;
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const top = useOffsetTop(list, scroller);
  // Sizes are looked up by key: another function would have all of them looked up again.
  const keyAt = useCallback(
    (index: number) => {
      const item = items[index];
      return item === undefined ? String(index) : keyOf(item);
    },
    [items, keyOf],
  );
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    getItemKey: keyAt,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined ? 0 : props.estimateSize(item);
    },
    scrollMargin: top,
    overscan: 8,
    // What has the focus stays, also when it is scrolled away: the keyboard goes on from there.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const kept = focused === null ? -1 : items.findIndex((item) => keyOf(item) === focused);
      return kept < 0 || indexes.includes(kept) ? indexes : [...indexes, kept].sort((a, b) => a - b);
    },
  });
  return (
    <ul
      ref={setList}
      className={styles.list}
      aria-label={label}
      style={{ height: virtualizer.getTotalSize() }}
      onBlur={() => setFocused(null)}
    >
      {virtualizer.getVirtualItems().map(({ key, index, start }) => {
        const item = items[index];
        return (
          item !== undefined && (
            <li
              key={String(key)}
              ref={virtualizer.measureElement}
              data-index={index}
              className={styles.item}
              style={{ transform: `translateY(${start - top}px)` }}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              onFocus={() => setFocused(String(key))}
            >
              {props.children(item)}
            </li>
          )
        );
      })}
    </ul>
  );
}

/** How far the list begins below the top of what scrolls; it moves when something above it grows. */
function useOffsetTop(list: HTMLElement | null, scroller: HTMLElement | null): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (!list || !scroller) return;
    const measure = () => {
      const distance = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      setTop(Math.round(distance + scroller.scrollTop));
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(measure);
    for (const child of scroller.children) observer.observe(child);
    return () => observer.disconnect();
  }, [list, scroller]);
  return top;
}
