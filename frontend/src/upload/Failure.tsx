import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import styles from "./Failure.module.css";
import { FilePicker } from "./FilePicker";
import type { Failed } from "./uploadState";
import type { Upload } from "./useUpload";

/** Why a file didn't become a session, and what can be done about it. */
export function Failure({ state, upload }: { state: Failed; upload: Upload }) {
  const { retry } = state;
  return (
    <>
      <h2 className={styles.title}>“{state.filename}” wasn’t added</h2>
      <div className={styles.card}>
        <Alert>{state.message}</Alert>
        <div className={styles.actions}>
          {retry && (
            <Button look="primary" onClick={() => upload.start(retry)}>
              Try again
            </Button>
          )}
          <FilePicker look={retry ? "default" : "primary"} onChoose={upload.choose}>
            Choose another file
          </FilePicker>
          <Button look="quiet" onClick={upload.dismiss}>
            Back
          </Button>
        </div>
      </div>
    </>
  );
}
