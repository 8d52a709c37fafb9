/** Vega and all that belongs to it: heavy, so this module is only ever imported when a chart is near. */
import { Error as ERROR_LEVEL, type Loader, logger, type View } from "vega";
import embed, { type VisualizationSpec } from "vega-embed";
import { expressionInterpreter } from "vega-interpreter";
import type { VegaLiteSpec } from "../api/types";
import { CHART_THEMES, type ChartTheme } from "./theme";
import { hideTooltip, showTooltip } from "./tooltip";

export interface DrawnChart {
  view: View;
  finalize(): void;
}

const refuse = () => Promise.reject(new Error("Charts don't load anything."));

/** Data is in the specification; images, links and files from elsewhere are refused. */
const closedLoader: Loader = { load: refuse, sanitize: refuse, http: refuse, file: refuse };

/** Draws, or throws the first error that vega would only have written to the console. */
export async function embedChart(
  element: HTMLElement,
  spec: VegaLiteSpec,
  label: string,
  theme: ChartTheme,
): Promise<DrawnChart> {
  const errors: unknown[] = [];
  const { $schema: _version, ...current } = spec;
  const { view, finalize } = await embed(element, { description: label, ...current } as VisualizationSpec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    defaultStyle: false,
    // Expressions are interpreted: the page's policy forbids making functions of text.
    ast: true,
    expr: expressionInterpreter,
    loader: closedLoader,
    tooltip: showTooltip,
    config: CHART_THEMES[theme].config,
    logger: logger(ERROR_LEVEL, undefined, (_method, _level, [error]) => errors.push(error)),
  });
  const drawn = {
    view,
    finalize: () => {
      hideTooltip();
      finalize();
    },
  };
  if (errors.length === 0) return drawn;
  drawn.finalize();
  throw errors[0] instanceof Error ? errors[0] : new Error(String(errors[0]));
}
