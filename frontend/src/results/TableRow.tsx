import { memo } from "react";
import type { Row } from "../api/types";
import { cellId } from "./cellId";
import styles from "./DataTable.module.css";
import { TableCell } from "./TableCell";
import type { TableColumn } from "./tableColumns";
import { HEADER_HEIGHT, ROW_HEIGHT } from "./tableSize";
import type { AxisItem } from "./useAxis";

interface TableRowProps {
  tableId: string;
  row: Row;
  /** Where it stands now, from 0. */
  position: number;
  /** Its number in the result, from 1; null when numbers aren't shown. */
  number: number | null;
  numberWidth: number;
  top: number;
  columns: readonly TableColumn[];
  places: readonly AxisItem[];
  activeColumn: number | null;
  highlightedColumn: string | null;
}

export const TableRow = memo(function TableRow(props: TableRowProps) {
  const { tableId, row, position, number, numberWidth, top, columns, places } = props;
  return (
    <tr
      aria-rowindex={position + 2}
      data-row={position}
      className={styles.row}
      style={{ transform: `translateY(${top - HEADER_HEIGHT}px)`, height: ROW_HEIGHT }}
    >
      {number !== null && (
        <th scope="row" aria-colindex={1} className={styles.rowNumber} style={{ width: numberWidth }}>
          {number}
        </th>
      )}
      {places.map((place) => {
        const column = columns[place.index];
        return (
          column && (
            <TableCell
              key={place.index}
              id={cellId(tableId, position, place.index)}
              value={row[column.name]}
              column={column}
              place={place}
              offset={number === null ? 0 : 1}
              active={props.activeColumn === place.index}
              highlighted={props.highlightedColumn === column.name}
            />
          )
        );
      })}
    </tr>
  );
});
