/** How charts look in each theme. A specification has the colours of its marks; all else is the page's. */
import type { Config } from "vega-lite";

const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

interface Ink {
  text: string;
  grid: string;
  domain: string;
}

function config({ text, grid, domain }: Ink): Config {
  return {
    background: "transparent",
    font: FONT,
    axis: { labelColor: text, titleColor: text, gridColor: grid, domainColor: domain, tickColor: domain },
    legend: { labelColor: text, titleColor: text },
    header: { labelColor: text, titleColor: text },
    title: { color: text, subtitleColor: text },
  };
}

/** `surface` is the colour of the cards, which a picture for elsewhere takes along. */
export const CHART_THEMES = {
  light: {
    config: config({ text: "#1a1d22", grid: "#dde1e7", domain: "#858d99" }),
    surface: "#ffffff",
  },
  dark: {
    config: config({ text: "#e6e8eb", grid: "#3a3f47", domain: "#5b626c" }),
    surface: "#1b1e23",
  },
} as const;

export type ChartTheme = keyof typeof CHART_THEMES;
