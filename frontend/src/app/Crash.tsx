import { Button } from "../ui/Button";
import styles from "./Message.module.css";

/** What is left when a part of the app broke: nothing is lost, since the server has the conversation. */
export function Crash({ error }: { error: unknown }) {
  return (
    <main className={styles.message} role="alert">
      <h1>The app ran into an error</h1>
      <p>Your files and conversations are safe on the server. Load the page again to go on.</p>
      <p className={styles.detail}>{error instanceof Error ? error.message : String(error)}</p>
      <Button look="primary" onClick={() => window.location.reload()}>
        Load again
      </Button>
    </main>
  );
}
