import styles from "./ProgressBar.module.css";

/** `percent` is null as long as nobody knows. */
export function ProgressBar({ label, percent }: { label: string; percent: number | null }) {
  const known = percent === null ? {} : { "aria-valuenow": Math.floor(percent) };
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      className={styles.track}
      {...known}
    >
      {percent === null ? (
        <div className={styles.unknown} />
      ) : (
        <div className={styles.bar} style={{ width: `${percent}%` }} />
      )}
    </div>
  );
}
