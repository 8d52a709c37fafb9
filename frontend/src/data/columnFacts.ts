/** The figures of a column, as rows of a list. */
import type { ColumnProfile } from "../api/types";
import { formatCount } from "../lib/format";
import { formatNumber, formatShare, formatValue } from "./values";

export interface Fact {
  name: string;
  value: string;
  /** An estimate, or from a sample. */
  isApproximate: boolean;
}

export function factsOf(profile: ColumnProfile, unit: string | null): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null, field = "") => {
    if (value !== null) facts.push({ name, value, isApproximate: profile.approximate.includes(field) });
  };
  const number = (value: number | null | undefined) =>
    typeof value === "number" ? formatValue(value, unit) : null;
  const { quantiles, minimum, maximum, nulls, distinct, uniqueness, outliers, lengths } = profile;
  add("Smallest", minimum === null ? null : formatValue(minimum, unit));
  add("Lower quartile", number(quantiles.p25), "quantiles");
  add("Median", number(quantiles.p50), "quantiles");
  add("Upper quartile", number(quantiles.p75), "quantiles");
  add("Largest", maximum === null ? null : formatValue(maximum, unit));
  add("Mean", number(profile.mean));
  add("Standard deviation", number(profile.std));
  add("Different values", distinct === null ? null : counted(distinct, uniqueness), "distinct");
  add("Missing", counted(nulls, profile.null_share));
  if (profile.infinite > 0) add("Infinite or NaN", formatCount(profile.infinite));
  if (outliers) add("Outliers", counted(outliers.count, outliers.share), "outliers");
  if (lengths) add("Length", lengthOf(lengths));
  return facts;
}

function counted(count: number, share: number | null): string {
  return share === null || count === 0 ? formatCount(count) : `${formatCount(count)} (${formatShare(share)})`;
}

function lengthOf({ shortest, mean, longest }: NonNullable<ColumnProfile["lengths"]>): string {
  if (shortest === longest) return `${formatCount(longest)} characters`;
  return `${formatCount(shortest)} to ${formatCount(longest)}, ${formatNumber(Math.round(mean))} on average`;
}
