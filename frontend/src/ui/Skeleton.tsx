import styles from "./Skeleton.module.css";

/** Keeps the place of something that is still loading. Its size is that of what will come. */
export function Skeleton({ width, height }: { width: number | string; height: number }) {
  return <span aria-hidden className={styles.skeleton} style={{ width, height }} />;
}
