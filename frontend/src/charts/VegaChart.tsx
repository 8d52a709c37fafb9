import { clsx } from "clsx";
import { useMemo, useRef } from "react";
import type { View } from "vega";
import { errorMessage } from "../api/client";
import type { VegaLiteSpec } from "../api/types";
import { isLoadFailure } from "../lib/loadFailure";
import { useMediaQuery } from "../lib/useMediaQuery";
import { Alert } from "../ui/Alert";
import { PartFailed } from "../ui/PartBoundary";
import { drawnSpec, reservedHeight } from "./spec";
import { useChart } from "./useChart";
import { useNearViewport } from "./useNearViewport";
import styles from "./VegaChart.module.css";

interface VegaChartProps {
  spec: VegaLiteSpec;
  /** What screen readers call the chart. */
  label: string;
  /** As high as the element around it. */
  fill?: boolean;
  /** Told about each drawing, and with null when it is taken down. Keep its identity stable. */
  onView?: (view: View | null) => void;
}

/** A chart in the theme of the system, drawn when it comes near the part of the page that is seen. */
export function VegaChart({ spec, label, fill = false, onView }: VegaChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const theme = useMediaQuery("(prefers-color-scheme: dark)") ? "dark" : "light";
  const near = useNearViewport(box);
  const drawn = useMemo(() => drawnSpec(spec, fill), [spec, fill]);
  const chart = useChart({ element: box, spec: drawn, label, theme, ready: near, onView });
  const reserved = useMemo(() => reservedHeight(spec), [spec]);
  if (chart.state === "failed") {
    if (isLoadFailure(chart.error)) return <PartFailed quiet error={chart.error} />;
    return <Alert quiet>This chart could not be drawn: {errorMessage(chart.error)}</Alert>;
  }
  return (
    <div
      ref={box}
      className={clsx(styles.chart, fill && styles.fill)}
      style={chart.state === "drawn" || fill ? undefined : { minHeight: reserved }}
    />
  );
}
