import { clsx } from "clsx";
import { ChevronRight } from "lucide-react";
import { memo, useId } from "react";
import { Skeleton } from "../ui/Skeleton";
import { ColumnDetails } from "./ColumnDetails";
import styles from "./ColumnRow.module.css";
import { type Column, kindOf } from "./columns";
import { Distribution, HEIGHT, WIDTH } from "./Distribution";
import { formatShare } from "./values";

/** Of a row that isn't expanded, in pixels. */
export const ROW_HEIGHT = 48;

interface ColumnRowProps {
  column: Column;
  isExpanded: boolean;
  /** Whether the profile is still on its way. */
  isLoading: boolean;
  onToggle(name: string): void;
  onAsk(text: string): void;
}

/** Remembered, so that scrolling draws only the rows that come in. */
export const ColumnRow = memo(function ColumnRow(props: ColumnRowProps) {
  const { column, isExpanded, isLoading, onToggle, onAsk } = props;
  const { name, type, profile, imported } = column;
  const { words, icon: Icon } = kindOf(type, profile?.meaning);
  const details = useId();
  const missing = profile && profile.nulls > 0 ? formatShare(profile.null_share) : null;
  return (
    <div className={styles.column}>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isExpanded}
          aria-controls={isExpanded ? details : undefined}
          title={`${name}: ${type}${profile ? ` (${profile.reason})` : ""}`}
          onClick={() => onToggle(name)}
        >
          <ChevronRight aria-hidden className={clsx(styles.chevron, isExpanded && styles.open)} />
          <span className={styles.text}>
            <span className={styles.name}>{name}</span>{" "}
            <span className={styles.kind}>
              <Icon aria-hidden />
              {words}
              {imported?.unit && ` ${imported.unit}`}
              {missing && <span className={styles.missing}> · {missing} missing</span>}
            </span>
          </span>
        </button>
        <div className={styles.distribution}>
          {profile ? (
            <Distribution profile={profile} unit={imported?.unit ?? null} />
          ) : (
            isLoading && <Skeleton width={WIDTH} height={HEIGHT} />
          )}
        </div>
      </div>
      {isExpanded && (
        <div id={details}>
          <ColumnDetails column={column} onAsk={onAsk} />
        </div>
      )}
    </div>
  );
});
