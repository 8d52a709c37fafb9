/** Values of a column, in words for people. */

const whole = new Intl.NumberFormat("en-US", { useGrouping: "min2", maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat("en-US", { useGrouping: "min2", maximumSignificantDigits: 6 });
const scientific = new Intl.NumberFormat("en-US", { notation: "scientific", maximumSignificantDigits: 4 });
const percent = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return scientific.format(value);
  return Number.isInteger(value) || size >= 1e6 ? whole.format(value) : rounded.format(value);
}

/** 5 → "5 €", 5 → "5%"; text, truth and moments as they are. */
export function formatValue(value: unknown, unit: string | null = null): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return `${formatNumber(value)}${withSpace(unit)}`;
  if (typeof value === "string") return MOMENT.test(value) ? formatMoment(value) : value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function withSpace(unit: string | null): string {
  if (!unit) return "";
  return unit === "%" ? unit : ` ${unit}`;
}

/** "2024-03-01T08:30:00+00:00" → "2024-03-01 08:30 UTC"; seconds and zone only where there are some */
function formatMoment(iso: string): string {
  const [day = "", time = ""] = iso.split("T");
  const [clock = ""] = time.split(/[+Z]|-/);
  const zone = time.slice(clock.length).replace(/^(\+00:00|Z)$/, "UTC");
  return [day, clock.length === 8 ? clock.replace(/:00$/, "") : clock, zone].filter(Boolean).join(" ");
}

/** 0.05 → "5%", 0.0001 → "< 0.1%"; never rounds to nothing or to all. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.001) return "< 0.1%";
  if (share < 1 && share > 0.999) return "> 99.9%";
  return percent.format(share);
}
