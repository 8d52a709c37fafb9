import type { ReactNode } from "react";
import styles from "./Histogram.module.css";
import { barsOf, describeBin, describeHistogram, type HistogramData, pathOf } from "./histogramBars";

interface HistogramProps {
  data: HistogramData;
  unit: string | null;
  width: number;
  height: number;
}

/** Each bar says its range and count when it is pointed at. */
export function Histogram(props: HistogramProps) {
  const { data, unit, width, height } = props;
  return (
    <Drawing {...props}>
      {barsOf(data.counts, width, height).map((bar, index) => (
        <rect key={bar.x} {...bar} className={styles.bar}>
          <title>{describeBin(data, index, unit)}</title>
        </rect>
      ))}
    </Drawing>
  );
}

export function SmallHistogram(props: HistogramProps) {
  const { data, width, height } = props;
  return (
    <Drawing {...props}>
      <path d={pathOf(barsOf(data.counts, width, height))} className={styles.bar} />
    </Drawing>
  );
}

function Drawing({ data, unit, width, height, children }: HistogramProps & { children: ReactNode }) {
  return (
    <svg
      className={styles.histogram}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Distribution ${describeHistogram(data, unit)}`}
    >
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} className={styles.base} />
      {children}
    </svg>
  );
}
