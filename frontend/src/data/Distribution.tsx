import type { ColumnProfile } from "../api/types";
import { formatShort } from "../lib/format";
import styles from "./Distribution.module.css";
import { SmallHistogram } from "./Histogram";
import { barsOf } from "./histogramBars";
import { formatShare, formatValue } from "./values";

/** The size of the drawing; the space is there before there is something to draw. */
export const WIDTH = 88;
export const HEIGHT = 28;

const MOST_VALUES = 5;
const THICKNESS = 3.5;

/** A column at a glance: a histogram, its most frequent values, or how many different ones there are. */
export function Distribution({ profile, unit }: { profile: ColumnProfile; unit: string | null }) {
  if (profile.histogram) {
    return <SmallHistogram data={profile.histogram} unit={unit} width={WIDTH} height={HEIGHT} />;
  }
  if (profile.top_values.length > 0) return <TopBars values={profile.top_values} />;
  return <span className={styles.words}>{inWords(profile)}</span>;
}

function inWords({ filled, distinct, approximate }: ColumnProfile): string {
  if (filled === 0) return "no values";
  if (distinct === null) return "";
  if (distinct === filled && !approximate.includes("distinct")) return "all different";
  return `${approximate.includes("distinct") ? "≈ " : ""}${formatShort(distinct)} different`;
}

function TopBars({ values }: { values: ColumnProfile["top_values"] }) {
  const shown = values.slice(0, MOST_VALUES);
  const bars = barsOf(
    shown.map(({ count }) => count),
    HEIGHT,
    WIDTH,
    0,
  );
  const [first] = shown;
  const label = first && `Most frequent: ${formatValue(first.value)}, ${formatShare(first.share)}`;
  return (
    <svg className={styles.values} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {bars.map(({ x, width, height: length }) => (
        <rect key={x} x={0} y={x + (width - THICKNESS) / 2} width={length} height={THICKNESS} rx={1} />
      ))}
    </svg>
  );
}
