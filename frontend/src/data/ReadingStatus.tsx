import { Button } from "../ui/Button";
import { ProgressBar } from "../ui/ProgressBar";
import styles from "./ReadingStatus.module.css";
import type { Reading, ReadingProgress } from "./useReadAgain";

interface ReadingStatusProps {
  progress: ReadingProgress;
  reading: Reading;
}

/** In the place of the buttons while the file is being read. */
export function ReadingStatus({ progress, reading }: ReadingStatusProps) {
  return (
    <>
      <div className={styles.progress}>
        <p className={styles.message}>
          <span role="status">{reading.isCancelling ? "Cancelling …" : progress.message}</span>
          <span className="tabular">{Math.floor(progress.percent)} %</span>
        </p>
        <ProgressBar label="Import" percent={progress.percent} />
      </div>
      <Button onClick={reading.cancel} aria-disabled={reading.isCancelling}>
        Cancel
      </Button>
    </>
  );
}
