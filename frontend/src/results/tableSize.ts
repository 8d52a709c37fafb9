/** Heights of tables, known before their code is loaded: nothing jumps when it is. */

export const HEADER_HEIGHT = 36;
export const ROW_HEIGHT = 32;
/** Room for a horizontal scrollbar and the border. */
const EXTRA = 16;

/** About eight rows, then it scrolls. */
export const COMPACT_HEIGHT = tableHeight(8);

export function tableHeight(rows: number): number {
  return HEADER_HEIGHT + Math.max(rows, 1) * ROW_HEIGHT + EXTRA;
}
