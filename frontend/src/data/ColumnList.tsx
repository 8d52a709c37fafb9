import { useCallback, useMemo, useState } from "react";
import { formatCount } from "../lib/format";
import { VirtualList } from "../ui/VirtualList";
import styles from "./ColumnList.module.css";
import { ColumnRow, ROW_HEIGHT } from "./ColumnRow";
import { type Column, matchingColumns } from "./columns";

/** From this many on, looking for one by eye takes too long. */
const FILTER_FROM = 13;

interface ColumnListProps {
  columns: readonly Column[];
  isLoading: boolean;
  scroller: HTMLElement | null;
  onAsk(text: string): void;
}

export function ColumnList({ columns, isLoading, scroller, onAsk }: ColumnListProps) {
  const [filter, setFilter] = useState("");
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => matchingColumns(columns, filter), [columns, filter]);
  const toggle = useCallback((name: string) => {
    setExpanded((before) => {
      const next = new Set(before);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  }, []);
  return (
    <section className={styles.section}>
      <div className={styles.head}>
        <h3>
          Columns <span className={styles.count}>{formatCount(columns.length)}</span>
        </h3>
        {columns.length >= FILTER_FROM && (
          <input
            type="search"
            aria-label="Filter columns"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        )}
      </div>
      <VirtualList
        label="Columns"
        items={shown}
        keyOf={nameOf}
        estimateSize={() => ROW_HEIGHT}
        scroller={scroller}
      >
        {(column: Column) => (
          <ColumnRow
            column={column}
            isExpanded={expanded.has(column.name)}
            isLoading={isLoading}
            onToggle={toggle}
            onAsk={onAsk}
          />
        )}
      </VirtualList>
      <p role="status" className={styles.nothing}>
        {shown.length === 0 && `No column matches “${filter.trim()}”.`}
      </p>
    </section>
  );
}

function nameOf(column: Column): string {
  return column.name;
}
