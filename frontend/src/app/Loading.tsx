import { Spinner } from "../ui/Spinner";
import styles from "./Message.module.css";

/** Fills a pane while its content is on the way. */
export function Loading({ label = "Loading …" }: { label?: string }) {
  return (
    <div className={styles.loading} role="status">
      <Spinner />
      <span>{label}</span>
    </div>
  );
}
