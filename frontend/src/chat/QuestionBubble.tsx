import { Button } from "../ui/Button";
import styles from "./QuestionBubble.module.css";
import type { Question } from "./state/types";

interface QuestionBubbleProps {
  question: Question;
  canAsk: boolean;
  onAsk(text: string): void;
}

export function QuestionBubble({ question, canAsk, onAsk }: QuestionBubbleProps) {
  return (
    <div className={styles.question} data-state={question.state}>
      <p className={styles.bubble}>
        <span className="visually-hidden">You asked: </span>
        {question.text}
      </p>
      {question.state === "unsent" && (
        <p className={styles.unsent}>
          This question was not sent.
          <Button small disabled={!canAsk} onClick={() => onAsk(question.text)}>
            Send again
          </Button>
        </p>
      )}
    </div>
  );
}
