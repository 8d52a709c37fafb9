import { isLoadFailure } from "../lib/loadFailure";
import { Button } from "../ui/Button";
import styles from "./Message.module.css";

/** What is left when a part of the app broke: nothing is lost, since the server has the conversation. */
export function Crash({ error }: { error: unknown }) {
  return (
    <main className={styles.message}>
      <div role="alert" className={styles.words}>
        {isLoadFailure(error) ? (
          <>
            <h1>The app could not be loaded in full</h1>
            <p>
              A part of it did not arrive. Check your connection and load the page again; nothing is lost.
            </p>
          </>
        ) : (
          <>
            <h1>The app ran into an error</h1>
            <p>Your files and conversations are safe on the server. Load the page again to go on.</p>
            <p className={styles.detail}>{error instanceof Error ? error.message : String(error)}</p>
          </>
        )}
      </div>
      <Button look="primary" onClick={() => window.location.reload()}>
        Load again
      </Button>
    </main>
  );
}
