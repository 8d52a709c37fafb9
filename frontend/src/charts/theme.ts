/** How charts look in each theme. A specification has the colours of its marks; all else is the page's. */
import type { Config } from "vega-lite";

export const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

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
    // A title longer than its axis would make the plot smaller instead.
    axisX: { titleLimit: { expr: "max(width, 160)" } },
    axisY: { titleLimit: { expr: "max(height, 120)" } },
    legend: { labelColor: text, titleColor: text },
    header: { labelColor: text, titleColor: text },
    title: { color: text, subtitleColor: text },
  };
}

/** `surface` is the colour of the cards, which a picture for elsewhere takes along. */
const theme = (surface: string, ink: Ink) => ({ config: config(ink), surface, text: ink.text });

export const CHART_THEMES = {
  light: theme("#ffffff", { text: "#1a1d22", grid: "#dde1e7", domain: "#858d99" }),
  dark: theme("#1b1e23", { text: "#e6e8eb", grid: "#3a3f47", domain: "#5b626c" }),
};

export type ChartTheme = keyof typeof CHART_THEMES;
