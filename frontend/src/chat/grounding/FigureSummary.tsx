import { CircleCheck, TriangleAlert } from "lucide-react";
import { useRef } from "react";
import type { Figure } from "../../api/types";
import styles from "./FigureSummary.module.css";
import { countFigures, summary } from "./wording";

interface FigureSummaryProps {
  figures: Figure[];
  /** The marks of the text, in order. */
  marks(): HTMLElement[];
}

/** One small line under a text: how many of its figures were traced; the others are one press away. */
export function FigureSummary({ figures, marks }: FigureSummaryProps) {
  const next = useRef(0);
  if (figures.length === 0) return null;
  const counts = countFigures(figures);
  const goToNext = () => {
    const unverified = marks().filter((mark) => mark.dataset.figureStatus === "unverified");
    const mark = unverified[next.current % unverified.length];
    next.current += 1;
    mark?.scrollIntoView({ block: "center" });
    mark?.focus({ preventScroll: true });
  };
  const doubtful = counts.unverified > 0;
  return (
    <p className={styles.summary}>
      {doubtful ? <TriangleAlert className={styles.warning} aria-hidden /> : <CircleCheck aria-hidden />}
      <span>
        {summary(counts)}
        {doubtful && (
          <>
            {counts.unverified < figures.length && ", "}
            <button type="button" className={styles.link} onClick={goToNext}>
              {counts.unverified} not verified
            </button>
          </>
        )}
      </span>
      {figures.length > 1 && (
        <span data-keys-hint aria-hidden>
          ← → move between figures
        </span>
      )}
    </p>
  );
}
