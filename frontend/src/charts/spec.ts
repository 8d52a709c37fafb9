/** What the page needs to know of a specification, and what it leaves out of it. */
import type { VegaLiteSpec } from "../api/types";

const COMPOSED = ["concat", "hconcat", "vconcat", "facet", "repeat"];

/** Several charts in one have sizes of their own. */
export const isComposed = (spec: VegaLiteSpec) => COMPOSED.some((key) => key in spec);

/**
 * What is drawn: no title (the card has it) and no `usermeta`, which vega-embed would take options from.
 * Exactly as high as its reserved room, or with `fill` as its box, unless its height comes from the number
 * of its bars: these are thicker then.
 */
export function drawnSpec(spec: VegaLiteSpec, fill: boolean): VegaLiteSpec {
  const { usermeta: _options, title: _title, ...drawn } = spec;
  if (isComposed(spec)) return drawn;
  const step = barStep(spec);
  if (step !== null) return fill ? { ...drawn, height: { step: enlargedStep(step, barCount(spec)) } } : drawn;
  const height = fill ? "container" : reservedHeight(spec);
  return { ...drawn, height, autosize: { type: "fit", contains: "padding" } };
}

/** Axis with its title, below the plot. */
const AXIS_HEIGHT = 48;
const DEFAULT_PLOT_HEIGHT = 300;
const MAX_RESERVED = 1_200;

/** The room a chart will take. */
export function reservedHeight(spec: VegaLiteSpec): number {
  return Math.min(MAX_RESERVED, plotHeight(spec) + AXIS_HEIGHT);
}

function plotHeight(spec: VegaLiteSpec): number {
  const { height } = spec;
  if (typeof height === "number") return height;
  const step = barStep(spec);
  return step === null ? DEFAULT_PLOT_HEIGHT : step * barCount(spec);
}

function barCount(spec: VegaLiteSpec): number {
  const { field } = channel(spec, "y");
  const measure = channel(spec, "x");
  const rows = dataValues(spec).filter(
    // A bar without a length is not drawn.
    (row) => measure.type !== "quantitative" || row[String(measure.field)] !== null,
  );
  return Math.max(1, new Set(rows.map((row) => row[String(field)])).size);
}

const ENLARGED_PLOT_HEIGHT = 560;
const MAX_STEP = 64;

/** Bars that together fill a window, but none as thick as a beam, and none thinner than before. */
function enlargedStep(step: number, bars: number): number {
  return Math.max(step, Math.min(MAX_STEP, Math.floor(ENLARGED_PLOT_HEIGHT / bars)));
}

const DEFAULT_STEP = 20;

/** Pixels of one bar of a chart whose height comes from their number; null for other charts. */
function barStep(spec: VegaLiteSpec): number | null {
  const { height } = spec;
  if (height !== undefined) return readStep(height);
  return isDiscrete(channel(spec, "y")) ? DEFAULT_STEP : null;
}

function readStep(height: unknown): number | null {
  const { step } = asRecord(height);
  return typeof step === "number" ? step : null;
}

const isDiscrete = ({ type }: Record<string, unknown>) => type === "nominal" || type === "ordinal";

function channel(spec: VegaLiteSpec, name: string): Record<string, unknown> {
  const own = asRecord(spec.encoding)[name];
  const [first] = Array.isArray(spec.layer) ? spec.layer : [];
  return asRecord(own ?? asRecord(asRecord(first).encoding)[name]);
}

function dataValues(spec: VegaLiteSpec): Record<string, unknown>[] {
  const { values } = asRecord(spec.data);
  return Array.isArray(values) ? values.map(asRecord) : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
