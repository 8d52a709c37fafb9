/** A chart's life in its element: drawn, fitted to its box, drawn anew, taken down. */

import { type RefObject, useEffect, useState } from "react";
import type { View } from "vega";
import type { VegaLiteSpec } from "../api/types";
import type { DrawnChart } from "./embedChart";
import { isComposed } from "./spec";
import type { ChartTheme } from "./theme";

export type ChartState = { state: "waiting" } | { state: "drawn" } | { state: "failed"; error: unknown };

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
      box.replaceChildren(target);
      const size = sizeOf(box);
      const drawn = await embedChart(target, spec, label, theme);
      if (over) {
        drawn.finalize();
        return;
      }
      box.style.minHeight = "";
      chart = drawn;
      stopFitting = fitToBox(box, size, drawn.view, spec);
      // What scrolls has to be reachable by keyboard.
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      setState({ state: "drawn" });
      onView?.(drawn.view);
    };
    draw().catch((error: unknown) => {
      if (!over) setState({ state: "failed", error });
    });
    return () => {
      over = true;
      stopFitting?.();
      // Its place stays as high until it is drawn again.
      box.style.minHeight = `${box.clientHeight}px`;
      chart?.finalize();
      chart = null;
      box.replaceChildren();
      onView?.(null);
    };
  }, [element, spec, label, theme, ready, onView]);
  return state;
}

interface Size {
  width: number;
  height: number;
}

const sizeOf = (box: HTMLElement): Size => ({ width: box.clientWidth, height: box.clientHeight });

/**
 * vega only follows the window; the box also changes with the panes beside it. One drawing at a time.
 * What it was fitted to is remembered here: the view's own size is that of the plot without its axes.
 */
export function fitToBox(box: HTMLElement, drawnIn: Size, view: View, spec: VegaLiteSpec): () => void {
  if (isComposed(spec)) return () => {};
  let fitted = drawnIn;
  let busy = false;
  const fit = async () => {
    const size = sizeOf(box);
    const width = spec.width === "container" && size.width !== fitted.width;
    const height = spec.height === "container" && size.height !== fitted.height;
    if (busy || size.width === 0 || !(width || height)) return;
    busy = true;
    fitted = size;
    if (width) view.width(size.width);
    if (height) view.height(size.height);
    await view.runAsync();
    busy = false;
    requestAnimationFrame(fit);
  };
  const observer = new ResizeObserver(() => requestAnimationFrame(fit));
  observer.observe(box);
  return () => observer.disconnect();
}
