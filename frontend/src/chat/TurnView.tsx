import { clsx } from "clsx";
import { RotateCcw } from "lucide-react";
import { memo, useRef } from "react";
import { Button } from "../ui/Button";
import { Spinner } from "../ui/Spinner";
import { activityOf, cutOffText, estimatedHeight, opensInitially, streamingText } from "./conversation";
import { FollowUps } from "./FollowUps";
import { ItemView } from "./ItemView";
import { QuestionBubble } from "./QuestionBubble";
import type { Turn } from "./state/types";
import styles from "./TurnView.module.css";
import type { OpenExecution } from "./types";
import { useNear } from "./useNear";

interface TurnViewProps {
  sessionId: string;
  turn: Turn;
  isLast: boolean;
  /** Shown at once. */
  isRecent: boolean;
  canAsk: boolean;
  onAsk(text: string): void;
  onOpenExecution: OpenExecution;
}

/** A question and its answer, or an automatic analysis. */
export const TurnView = memo(function TurnView(props: TurnViewProps) {
  const { sessionId, turn, isLast, isRecent, canAsk, onAsk, onOpenExecution } = props;
  const article = useRef<HTMLElement>(null);
  const isShown = useNear(article, isRecent);
  const height = isLast ? undefined : `${estimatedHeight(turn)}px`;
  const streaming = streamingText(turn);
  const cutOff = cutOffText(turn);
  const activity = activityOf(turn);
  const isUnsent = turn.question?.state === "unsent";
  return (
    <article
      ref={article}
      className={clsx(styles.turn, !isLast && styles.settled)}
      style={{ containIntrinsicHeight: height && `auto ${height}`, minHeight: isShown ? undefined : height }}
      aria-label={turn.question ? `Question: ${shorten(turn.question.text)}` : "Automatic analysis"}
      tabIndex={-1}
      aria-busy={turn.status === "running" && !isUnsent}
    >
      {turn.question ? (
        <QuestionBubble question={turn.question} canAsk={canAsk} onAsk={onAsk} />
      ) : (
        <p className={styles.automatic}>Automatic analysis</p>
      )}
      {isShown &&
        turn.items.map((item) => (
          <ItemView
            key={item.id}
            sessionId={sessionId}
            item={item}
            streaming={item === streaming}
            cutOff={item === cutOff}
            initiallyOpen={opensInitially(turn, item)}
            onOpenExecution={onOpenExecution}
          />
        ))}
      {activity !== null && <Activity text={activity} />}
      {!isUnsent && <Ending turn={turn} />}
      {isLast && turn.status === "failed" && turn.question?.state === "sent" && (
        <AskAgain question={turn.question.text} canAsk={canAsk} onAsk={onAsk} />
      )}
      {isLast && turn.status !== "running" && turn.followUps.length > 0 && (
        <FollowUps questions={turn.followUps} canAsk={canAsk} onAsk={onAsk} />
      )}
    </article>
  );
});

/** Not live: what lasts is announced once for the whole conversation. */
function Activity({ text }: { text: string }) {
  return (
    <p className={styles.activity} role="status" aria-live="off">
      <Spinner />
      <span>{text}</span>
    </p>
  );
}

function Ending({ turn: { status, items } }: { turn: Turn }) {
  if (status === "stopped") return <p className={styles.ending}>You stopped this answer.</p>;
  // An error says it already, and why.
  if (status !== "failed" || items.at(-1)?.kind === "error") return null;
  return <p className={styles.ending}>This answer could not be finished.</p>;
}

interface AskAgainProps {
  question: string;
  canAsk: boolean;
  onAsk(text: string): void;
}

function AskAgain({ question, canAsk, onAsk }: AskAgainProps) {
  return (
    <div>
      <Button small disabled={!canAsk} onClick={() => onAsk(question)}>
        <RotateCcw aria-hidden />
        Ask again
      </Button>
    </div>
  );
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
