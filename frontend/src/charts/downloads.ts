/** A drawn chart as a picture: with its title, and on the page's surface, which its colours are made for. */
import type { View } from "vega";
import type { VegaLiteSpec } from "../api/types";
import { saveBlob, slug } from "../lib/download";
import { CHART_THEMES, type ChartTheme, FONT } from "./theme";
import { wrapLines } from "./wrapLines";

const PNG_SCALE = 2;
const MARGIN = 16;
const TITLE_FONT = `600 16px ${FONT}`;
const LINE_HEIGHT = 22;
const TITLE_GAP = 10;
/** Of a letter's foot above the end of its line. */
const DESCENT = 6;

export async function savePng(view: View, title: string, theme: ChartTheme): Promise<void> {
  const chart = await view.toCanvas(PNG_SCALE);
  const { lines, width, height, top } = frame(title, chart.width / PNG_SCALE, chart.height / PNG_SCALE);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * PNG_SCALE);
  canvas.height = Math.ceil(height * PNG_SCALE);
  const context = contextOf(canvas);
  const { surface, text } = CHART_THEMES[theme];
  context.scale(PNG_SCALE, PNG_SCALE);
  context.fillStyle = surface;
  context.fillRect(0, 0, width, height);
  context.fillStyle = text;
  context.font = TITLE_FONT;
  lines.forEach((line, index) => {
    context.fillText(line, MARGIN, baseline(index));
  });
  context.drawImage(chart, MARGIN, top, chart.width / PNG_SCALE, chart.height / PNG_SCALE);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!blob) throw new Error("The chart is too large for a picture. Download it as SVG.");
  saveBlob(blob, `${slug(title)}.png`);
}

export async function saveSvg(view: View, title: string, theme: ChartTheme): Promise<void> {
  const svg = titledSvg(await view.toSVG(), title, theme);
  saveBlob(new Blob([svg], { type: "image/svg+xml" }), `${slug(title)}.svg`);
}

/** The chart's SVG within one that has the title and the background. */
export function titledSvg(chart: string, title: string, theme: ChartTheme): string {
  const picture = new DOMParser().parseFromString(chart, "image/svg+xml");
  const inner = picture.documentElement;
  const { lines, width, height, top } = frame(title, sizeOf(inner, "width"), sizeOf(inner, "height"));
  const { surface, text } = CHART_THEMES[theme];
  const element = (name: string, attributes: Record<string, string | number>) => {
    const made = picture.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    return made;
  };
  const outer = element("svg", { width, height, viewBox: `0 0 ${width} ${height}` });
  outer.append(element("rect", { width: "100%", height: "100%", fill: surface }));
  lines.forEach((line, index) => {
    const style = { "font-family": FONT, "font-size": 16, "font-weight": 600, fill: text };
    const row = element("text", { x: MARGIN, y: baseline(index), ...style });
    row.textContent = line;
    outer.append(row);
  });
  picture.replaceChild(outer, inner);
  inner.setAttribute("x", String(MARGIN));
  inner.setAttribute("y", String(top));
  outer.append(inner);
  return new XMLSerializer().serializeToString(picture);
}

export function saveSpec(spec: VegaLiteSpec, title: string): void {
  saveBlob(new Blob([JSON.stringify(spec, null, 2)], { type: "application/json" }), `${slug(title)}.vl.json`);
}

/** The picture around a chart of that size. */
function frame(title: string, chartWidth: number, chartHeight: number) {
  const context = contextOf(document.createElement("canvas"));
  context.font = TITLE_FONT;
  const lines = wrapLines(title, chartWidth, (text) => context.measureText(text).width);
  const top = MARGIN + lines.length * LINE_HEIGHT + TITLE_GAP;
  return { lines, top, width: chartWidth + 2 * MARGIN, height: top + chartHeight + MARGIN };
}

const baseline = (line: number) => MARGIN + (line + 1) * LINE_HEIGHT - DESCENT;

const sizeOf = (svg: Element, side: "width" | "height") => Number.parseFloat(svg.getAttribute(side) ?? "0");

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser can't make a picture of the chart.");
  return context;
}
