/** What is said of figures, in words. */
import type { Figure } from "../../api/types";
import { formatCount, plural } from "../../lib/format";

export type FigureStatus = Figure["status"];

export const STATUS_WORDS: Record<FigureStatus, string> = {
  verified: "verified",
  derived: "derived",
  unverified: "not verified",
};

/** One sentence on where the figure comes from, without the place. */
export function origin(figure: Figure): string {
  const said = figure.derivation ?? figure.reason;
  if (figure.status === "derived") return said ? `Derived: ${said}` : "Derived: recomputed from a result";
  if (figure.status === "unverified") return `Not verified: ${said ?? "no result has this figure"}`;
  if (figure.execution_id === null) {
    return `Verified: ${said ?? "a fact of the file, or your own number"}`;
  }
  if (figure.row === null) return `Verified: ${said ?? "this is part of a result"}`;
  return `Verified: this is a cell of a result${said ? `, ${said}` : ""}`;
}

export interface FigureCounts {
  verified: number;
  derived: number;
  unverified: number;
}

export function countFigures(figures: Figure[]): FigureCounts {
  const counts = { verified: 0, derived: 0, unverified: 0 };
  for (const { status } of figures) counts[status] += 1;
  return counts;
}

/** "12 figures: 10 verified, 1 derived"; of the unverified, `summary` says nothing. */
export function summary({ verified, derived, unverified }: FigureCounts): string {
  const total = verified + derived + unverified;
  const parts = [
    verified > 0 && `${formatCount(verified)} verified`,
    derived > 0 && `${formatCount(derived)} derived`,
  ];
  return `${plural(total, "figure")}: ${parts.filter(Boolean).join(", ")}`;
}
