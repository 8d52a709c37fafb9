/** The active cell of a grid: arrows move it, Enter or a click shows its value in full, Ctrl+C copies it. */
import { type KeyboardEvent, type MouseEvent, type RefObject, useState } from "react";
import { cellId } from "./cellId";
import type { Axis } from "./useAxis";
import { fullText } from "./values";

export interface CellPosition {
  row: number;
  column: number;
}

interface GridOptions {
  tableId: string;
  scroller: RefObject<HTMLElement | null>;
  rowAxis: Axis;
  columnAxis: Axis;
  rows: number;
  columns: number;
  valueAt(row: number, column: number): unknown;
}

const PAGE = 10;

/** Where a key leads; null for keys that don't move. */
export function move(
  key: string,
  withCtrl: boolean,
  from: CellPosition,
  last: CellPosition,
): CellPosition | null {
  const to = { ...from };
  if (key === "ArrowDown") to.row = withCtrl ? last.row : from.row + 1;
  else if (key === "ArrowUp") to.row = withCtrl ? 0 : from.row - 1;
  else if (key === "ArrowRight") to.column = withCtrl ? last.column : from.column + 1;
  else if (key === "ArrowLeft") to.column = withCtrl ? 0 : from.column - 1;
  else if (key === "PageDown") to.row = from.row + PAGE;
  else if (key === "PageUp") to.row = from.row - PAGE;
  else if (key === "Home") [to.row, to.column] = [withCtrl ? 0 : from.row, 0];
  else if (key === "End") [to.row, to.column] = [withCtrl ? last.row : from.row, last.column];
  else return null;
  return { row: clamp(to.row, last.row), column: clamp(to.column, last.column) };
}

const clamp = (value: number, last: number) => Math.max(0, Math.min(last, value));

export function useGridKeys(options: GridOptions) {
  const { tableId, scroller, rowAxis, columnAxis, rows, columns, valueAt } = options;
  const [active, setActive] = useState<CellPosition | null>(null);
  const [opened, setOpened] = useState(false);

  const reveal = (row: number, column: number, align?: "center") => {
    rowAxis.reveal(row, align);
    columnAxis.reveal(column, align);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || rows === 0) return;
    const from = active ?? { row: 0, column: 0 };
    const ctrl = event.ctrlKey || event.metaKey;
    const to = move(event.key, ctrl, from, { row: rows - 1, column: columns - 1 });
    if (to) {
      event.preventDefault();
      setActive(to);
      reveal(to.row, to.column);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      setActive(from);
      setOpened(true);
    } else if (ctrl && event.key.toLowerCase() === "c" && !selectedText()) {
      event.preventDefault();
      // A browser that refuses leaves the clipboard as it was; the popover's button says so.
      navigator.clipboard.writeText(fullText(valueAt(from.row, from.column))).catch(() => setOpened(true));
    }
  };

  const onClick = (event: MouseEvent) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-column]") : null;
    const row = cell?.closest<HTMLElement>("[data-row]");
    if (!cell || !row || selectedText()) return;
    setActive({ row: Number(row.dataset.row), column: Number(cell.dataset.column) });
    setOpened(isCut(cell));
  };

  const onFocus = () => {
    if (scroller.current?.matches(":focus-visible") && rows > 0)
      setActive((now) => now ?? { row: 0, column: 0 });
  };

  const shown = active && active.row < rows && active.column < columns ? active : null;
  const activeId = shown ? cellId(tableId, shown.row, shown.column) : undefined;
  return {
    active: shown,
    activeId,
    opened,
    close: () => setOpened(false),
    reveal: (row: number, column: number) => {
      setActive({ row, column });
      reveal(row, column, "center");
    },
    props: {
      role: "grid",
      tabIndex: 0,
      "aria-readonly": true,
      "aria-activedescendant": activeId,
      onKeyDown,
      onClick,
      onFocus,
      onScroll: () => setOpened(false),
    },
  };
}

const selectedText = () => window.getSelection()?.toString() ?? "";

/** Whether the cell shows less than there is. */
function isCut(cell: HTMLElement): boolean {
  const text = cell.firstElementChild;
  if (cell.title !== "" || cell.dataset.broken !== undefined) return true;
  return text !== null && text.scrollWidth > text.clientWidth;
}
