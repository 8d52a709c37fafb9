import { ArrowDown } from "lucide-react";
import { Button } from "../ui/Button";
import { Spinner } from "../ui/Spinner";
import styles from "./JumpToLatest.module.css";

interface JumpToLatestProps {
  /** What is going on down there; null when nothing is. */
  activity: string | null;
  onJump(): void;
}

/** Leads to the end of the conversation, and says what is happening there. */
export function JumpToLatest({ activity, onJump }: JumpToLatestProps) {
  return (
    <div className={styles.place}>
      <Button className={styles.button} title="Jump to latest" onClick={onJump}>
        {activity !== null && (
          <>
            <Spinner />
            <span className={styles.activity}>{activity}</span>
          </>
        )}
        <span className="visually-hidden"> Jump to latest</span>
        <ArrowDown aria-hidden />
      </Button>
    </div>
  );
}
