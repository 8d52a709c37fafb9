/** The geometry of a small histogram, and what it shows in words. */
import type { ColumnProfile } from "../api/types";
import { formatCount } from "../lib/format";
import { formatValue } from "./values";

export type HistogramData = NonNullable<ColumnProfile["histogram"]>;

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So that a single row beside a million others is still seen. */
const LEAST_HEIGHT = 1.5;

/** One bar for each count, scaled to the highest; nothing at all where a count is 0. */
export function barsOf(counts: readonly number[], width: number, height: number, gap = 1): Bar[] {
  const highest = Math.max(0, ...counts);
  const step = width / Math.max(1, counts.length);
  return counts.map((count, index) => {
    const share = highest > 0 ? count / highest : 0;
    const tall = count > 0 ? Math.max(LEAST_HEIGHT, share * height) : 0;
    return { x: index * step, y: height - tall, width: Math.max(0.5, step - gap), height: tall };
  });
}

/** All bars as one path: thousands of columns scroll past, each with its histogram. */
export function pathOf(bars: readonly Bar[]): string {
  return bars
    .filter(({ height }) => height > 0)
    .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`)
    .join("");
}

/** "from 1 to 99, most values between 10 and 20" */
export function describeHistogram({ edges, counts }: HistogramData, unit: string | null = null): string {
  const range = `from ${formatValue(edges[0], unit)} to ${formatValue(edges.at(-1), unit)}`;
  const fullest = counts.indexOf(Math.max(...counts));
  if (counts.length < 2 || fullest < 0) return range;
  const total = counts.reduce((sum, count) => sum + count, 0);
  const amount = (counts[fullest] ?? 0) * 2 > total ? "most values" : "the most frequent values";
  return `${range}, ${amount} between ${formatValue(edges[fullest], unit)} and ${formatValue(edges[fullest + 1], unit)}`;
}

/** What one bar says when it is pointed at. */
export function describeBin({ edges, counts }: HistogramData, index: number, unit: string | null): string {
  const count = counts[index] ?? 0;
  return `${formatValue(edges[index], unit)} to ${formatValue(edges[index + 1], unit)}: ${formatCount(count)}`;
}
