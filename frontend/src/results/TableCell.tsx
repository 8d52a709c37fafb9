import { clsx } from "clsx";
import styles from "./DataTable.module.css";
import type { TableColumn } from "./tableColumns";
import type { AxisItem } from "./useAxis";
import { cellText, EMPTY_TEXT, fullText } from "./values";

const BREAKS = /\r\n|[\n\r\u2028\u2029]/;

interface TableCellProps {
  id: string;
  value: unknown;
  column: TableColumn;
  place: AxisItem;
  /** Columns before the first: that of the row numbers. */
  offset: number;
  active: boolean;
  highlighted: boolean;
}

export function TableCell({ id, value, column, place, offset, active, highlighted }: TableCellProps) {
  const text = cellText(value, column.kind, column.style);
  const full = fullText(value);
  return (
    <td
      id={id}
      aria-colindex={place.index + 1 + offset}
      aria-current={highlighted || undefined}
      data-column={place.index}
      data-broken={BREAKS.test(text) || undefined}
      title={column.kind === "number" && text !== full ? full : undefined}
      className={clsx(
        styles.cell,
        column.kind === "number" && styles.number,
        active && styles.active,
        highlighted && styles.highlighted,
      )}
      style={{ left: place.start, width: place.size }}
    >
      <CellContent value={value} text={text} />
    </td>
  );
}

/** Nothing, the empty text and the text "null" look different. */
function CellContent({ value, text }: { value: unknown; text: string }) {
  if (value === null || value === undefined) {
    return (
      <span className={styles.missing}>
        <span aria-hidden>–</span>
        <span className="visually-hidden">no value</span>
      </span>
    );
  }
  if (text === "") return <span className={styles.empty}>{EMPTY_TEXT}</span>;
  return <span className={styles.text}>{oneLine(text)}</span>;
}

/** A row has the height of one line: breaks are shown as signs. The whole text is in the cell's popover. */
const oneLine = (text: string) => text.replaceAll(new RegExp(BREAKS, "g"), " ↵ ");
