/** A chart's life in its element: drawn, fitted to its box, drawn anew, taken down. */

import { type RefObject, useEffect, useState } from "react";
import type { View } from "vega";
import type { VegaLiteSpec } from "../api/types";
import type { DrawnChart } from "./embedChart";
import { isComposed } from "./spec";
import type { ChartTheme } from "./theme";

export type ChartState = { state: "waiting" } | { state: "drawn" } | { state: "failed"; reason: string };

interface ChartOptions {
  element: RefObject<HTMLElement | null>;
  spec: VegaLiteSpec;
  label: string;
  theme: ChartTheme;
  /** Not drawn before. */
  ready: boolean;
  onView: ((view: View | null) => void) | undefined;
}

export function useChart({ element, spec, label, theme, ready, onView }: ChartOptions): ChartState {
  const [state, setState] = useState<ChartState>({ state: "waiting" });
  useEffect(() => {
    const box = element.current;
    if (!ready || !box) return;
    // Of its own: a drawing that was given up may still write into its element.
    const target = document.createElement("div");
    let chart: DrawnChart | null = null;
    let stopFitting: (() => void) | null = null;
    let over = false;

    const draw = async () => {
      const { embedChart } = await import("./embedChart");
      if (over) return;
      // A drawing that replaces another keeps its height until it is there.
      box.style.minHeight = `${box.clientHeight}px`;
      box.replaceChildren(target);
      const drawn = await embedChart(target, spec, label, theme);
      if (over) {
        drawn.finalize();
        return;
      }
      box.style.minHeight = "";
      chart = drawn;
      stopFitting = fitToBox(box, drawn.view, spec);
      // What scrolls has to be reachable by keyboard.
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      setState({ state: "drawn" });
      onView?.(drawn.view);
    };
    draw().catch((error: unknown) => {
      if (!over)
        setState({ state: "failed", reason: error instanceof Error ? error.message : String(error) });
    });
    return () => {
      over = true;
      stopFitting?.();
      chart?.finalize();
      onView?.(null);
    };
  }, [element, spec, label, theme, ready, onView]);
  return state;
}

/** vega only follows the window; the box also changes with the panes beside it. One drawing at a time. */
function fitToBox(box: HTMLElement, view: View, spec: VegaLiteSpec): () => void {
  if (isComposed(spec)) return () => {};
  let busy = false;
  const fit = async () => {
    const { clientWidth, clientHeight } = box;
    const width = spec.width === "container" && clientWidth !== view.width();
    const height = spec.height === "container" && clientHeight !== view.height();
    if (busy || clientWidth === 0 || !(width || height)) return;
    busy = true;
    if (width) view.width(clientWidth);
    if (height) view.height(clientHeight);
    await view.runAsync();
    busy = false;
    requestAnimationFrame(fit);
  };
  const observer = new ResizeObserver(() => requestAnimationFrame(fit));
  observer.observe(box);
  return () => observer.disconnect();
}
