import { WifiOff } from "lucide-react";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import styles from "./ConnectionBanner.module.css";
import type { ConnectionStatus } from "./state/types";

interface ConnectionBannerProps {
  connection: ConnectionStatus;
  onReconnect(): void;
}

/** Says when the server can't be reached, and what is done about it. */
export function ConnectionBanner({ connection, onReconnect }: ConnectionBannerProps) {
  if (connection.state === "lost") {
    const reconnect = (
      <Button small onClick={onReconnect}>
        Reconnect
      </Button>
    );
    return <Alert action={reconnect}>Connection lost</Alert>;
  }
  if (connection.state !== "waiting") return null;
  return (
    <div className={styles.waiting}>
      <WifiOff aria-hidden />
      <span>
        <span role="status">Connection interrupted.</span>{" "}
        {/* Outside the status: a count that is read out every second helps nobody. */}
        <span className="tabular">Trying again in {connection.retryInSeconds} s …</span>
      </span>
    </div>
  );
}
