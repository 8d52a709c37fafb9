import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo } from "react";
import styles from "./DataTable.module.css";
import type { TableColumn } from "./tableColumns";
import { HEADER_HEIGHT } from "./tableSize";
import type { AxisItem } from "./useAxis";

export interface Sorting {
  column: number;
  direction: "asc" | "desc";
}

interface TableHeaderProps {
  columns: readonly TableColumn[];
  types: Record<string, string> | undefined;
  places: readonly AxisItem[];
  sorting: Sorting | null;
  /** null: no row numbers */
  numberWidth: number | null;
  /** Of all columns together. */
  width: number;
  onSort(column: number): void;
}

export const TableHeader = memo(function TableHeader(props: TableHeaderProps) {
  const { columns, types, places, sorting, numberWidth, width, onSort } = props;
  return (
    <thead className={styles.head} style={{ width, height: HEADER_HEIGHT }}>
      <tr aria-rowindex={1} className={styles.headRow}>
        {numberWidth !== null && (
          <th scope="col" aria-colindex={1} className={styles.corner} style={{ width: numberWidth }}>
            <span className="visually-hidden">Row</span>
          </th>
        )}
        {places.map((place) => {
          const column = columns[place.index];
          const direction = sorting?.column === place.index ? sorting.direction : null;
          return (
            column && (
              <th
                key={place.index}
                scope="col"
                aria-colindex={place.index + (numberWidth === null ? 1 : 2)}
                aria-sort={direction ? SORT_NAMES[direction] : "none"}
                className={styles.headCell}
                style={{ left: place.start, width: place.size }}
              >
                <button
                  type="button"
                  className={clsx(styles.sort, column.kind === "number" && styles.number)}
                  title={types?.[column.name] ? `${column.name} (${types[column.name]})` : column.name}
                  onClick={() => onSort(place.index)}
                >
                  <span className={styles.text}>{column.name}</span>
                  <SortIcon direction={direction} />
                </button>
              </th>
            )
          );
        })}
      </tr>
    </thead>
  );
});

const SORT_NAMES = { asc: "ascending", desc: "descending" } as const;

function SortIcon({ direction }: { direction: "asc" | "desc" | null }) {
  const Icon = direction === "desc" ? ArrowDown : ArrowUp;
  return <Icon aria-hidden className={clsx(styles.sortIcon, direction && styles.sorted)} />;
}
