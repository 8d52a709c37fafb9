import { clsx } from "clsx";
import { memo, useRef } from "react";
import { Spinner } from "../ui/Spinner";
import { estimatedHeight, opensInitially, streamingText } from "./conversation";
import { FollowUps } from "./FollowUps";
import { ItemView } from "./ItemView";
import { QuestionBubble } from "./QuestionBubble";
import type { Turn, TurnStatus } from "./state/types";
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
  const isUnsent = turn.question?.state === "unsent";
  return (
    <article
      ref={article}
      className={clsx(styles.turn, !isLast && styles.settled)}
      style={{ containIntrinsicHeight: height && `auto ${height}`, minHeight: isShown ? undefined : height }}
      aria-label={turn.question ? `Question: ${shorten(turn.question.text)}` : "Automatic analysis"}
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
            initiallyOpen={opensInitially(turn, item)}
            onOpenExecution={onOpenExecution}
          />
        ))}
      {turn.status === "running" && !isUnsent && <Activity text={turn.activity} />}
      {!isUnsent && <Ending status={turn.status} />}
      {isLast && turn.status !== "running" && turn.followUps.length > 0 && (
        <FollowUps questions={turn.followUps} canAsk={canAsk} onAsk={onAsk} />
      )}
    </article>
  );
});

function Activity({ text }: { text: string | null }) {
  return (
    <p className={styles.activity} role="status">
      <Spinner />
      <span>{text ?? "Working on it…"}</span>
    </p>
  );
}

function Ending({ status }: { status: TurnStatus }) {
  if (status === "stopped") return <p className={styles.ending}>You stopped this answer.</p>;
  if (status === "failed") return <p className={styles.ending}>This answer could not be finished.</p>;
  return null;
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
