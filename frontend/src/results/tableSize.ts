/** Heights of tables, known before their code is loaded: nothing jumps when it is. */

export const HEADER_HEIGHT = 36;
export const ROW_HEIGHT = 32;
/** Room for a horizontal scrollbar and the border. */
const EXTRA = 16;
const BORDERS = 2;

/** About eight rows, then it scrolls. */
export const COMPACT_HEIGHT = tableHeight(8);

/** How high a compact table is that needs no horizontal scrollbar, as most do. */
export function compactHeight(rows: number): number {
  return Math.min(COMPACT_HEIGHT, HEADER_HEIGHT + Math.max(rows, 1) * ROW_HEIGHT + BORDERS);
}

export function tableHeight(rows: number): number {
  return HEADER_HEIGHT + Math.max(rows, 1) * ROW_HEIGHT + EXTRA;
}
