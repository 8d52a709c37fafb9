import { formatBytes } from "../lib/format";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { ProgressBar } from "../ui/ProgressBar";
import styles from "./Progress.module.css";
import { formatTimeLeft } from "./rate";
import type { Importing, Uploading } from "./uploadState";

interface ProgressProps {
  state: Uploading | Importing;
  onCancel(): void;
}

/** A file on its way to the server, then being read there. */
export function Progress({ state, onCancel }: ProgressProps) {
  const importing = state.phase === "importing";
  const percent = importing ? state.percent : sentPercent(state);
  const cancelling = importing && state.cancelling;
  return (
    <>
      <header>
        <h2 className={styles.title}>{state.filename}</h2>
        <p role="status" className={styles.status}>
          {cancelling ? "Cancelling …" : importing ? state.message : uploadingMessage(state)}
        </p>
      </header>
      <div className={styles.card}>
        <ProgressBar label={importing ? "Import" : "Upload"} percent={percent} />
        <div className={styles.facts}>
          <span className={styles.percent}>{percent === null ? "" : `${Math.floor(percent)} %`}</span>
          {!importing && <Facts state={state} />}
        </div>
        {importing && state.problem && <Alert>{state.problem}</Alert>}
        <div className={styles.footer}>
          <p className={styles.hint}>
            {importing
              ? "You can reload this page or open another chat: the file goes on being read."
              : "Keep this tab open until the file is sent."}
          </p>
          <Button onClick={onCancel} aria-disabled={cancelling}>
            Cancel
          </Button>
        </div>
      </div>
    </>
  );
}

function Facts({ state }: { state: Uploading }) {
  const { sentBytes, totalBytes, bytesPerSecond, secondsLeft } = state;
  if (totalBytes === 0) return null;
  const facts = [`${formatBytes(sentBytes)} of ${formatBytes(totalBytes)}`];
  if (sentBytes < totalBytes) {
    if (bytesPerSecond !== null) facts.push(`${formatBytes(bytesPerSecond)}/s`);
    if (secondsLeft !== null) facts.push(formatTimeLeft(secondsLeft));
  }
  return <span>{facts.join(" · ")}</span>;
}

function uploadingMessage({ sentBytes, totalBytes }: Uploading): string {
  return totalBytes > 0 && sentBytes === totalBytes ? "Sent; the server looks at it." : "Uploading …";
}

function sentPercent({ sentBytes, totalBytes }: Uploading): number | null {
  return totalBytes === 0 ? null : (sentBytes / totalBytes) * 100;
}
