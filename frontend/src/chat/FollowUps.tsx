import { CornerDownRight } from "lucide-react";
import styles from "./FollowUps.module.css";

interface FollowUpsProps {
  questions: string[];
  canAsk: boolean;
  onAsk(text: string): void;
}

/** Questions that a press asks. */
export function FollowUps({ questions, canAsk, onAsk }: FollowUpsProps) {
  return (
    <ul className={styles.list} aria-label="Suggested questions">
      {[...new Set(questions)].map((question) => (
        <li key={question}>
          <button type="button" className={styles.chip} disabled={!canAsk} onClick={() => onAsk(question)}>
            <CornerDownRight aria-hidden />
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}
