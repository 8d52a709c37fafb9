/** A drawn chart as a picture. Its colours are made for the page's surface, so the picture takes that along. */
import type { View } from "vega";
import type { VegaLiteSpec } from "../api/types";
import { saveBlob, slug } from "../lib/download";
import { CHART_THEMES, type ChartTheme } from "./theme";

const PNG_SCALE = 2;

export async function savePng(view: View, title: string, theme: ChartTheme): Promise<void> {
  const chart = await view.toCanvas(PNG_SCALE);
  const canvas = document.createElement("canvas");
  canvas.width = chart.width;
  canvas.height = chart.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't make a picture of the chart.");
  context.fillStyle = CHART_THEMES[theme].surface;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(chart, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("The chart is too large for a picture. Download it as SVG.");
  saveBlob(blob, `${slug(title)}.png`);
}

export async function saveSvg(view: View, title: string, theme: ChartTheme): Promise<void> {
  const svg = withBackground(await view.toSVG(), CHART_THEMES[theme].surface);
  saveBlob(new Blob([svg], { type: "image/svg+xml" }), `${slug(title)}.svg`);
}

export function withBackground(svg: string, colour: string): string {
  return svg.replace(/<svg[^>]*>/, (tag) => `${tag}<rect width="100%" height="100%" fill="${colour}"/>`);
}

export function saveSpec(spec: VegaLiteSpec, title: string): void {
  saveBlob(new Blob([JSON.stringify(spec, null, 2)], { type: "application/json" }), `${slug(title)}.vl.json`);
}
