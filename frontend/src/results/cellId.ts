/** The id of a cell, for what refers to it: the active descendant, the popover. */
export const cellId = (tableId: string, row: number, column: number) => `${tableId}-${row}-${column}`;
