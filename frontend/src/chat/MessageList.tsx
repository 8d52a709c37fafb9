import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { AnswerAnnouncer } from "./AnswerAnnouncer";
import { activityOf } from "./conversation";
import { FigureStoreContext } from "./grounding/context";
import { LazyFigurePopover } from "./grounding/LazyFigurePopover";
import { createFigureStore } from "./grounding/store";
import { JumpToLatest } from "./JumpToLatest";
import styles from "./MessageList.module.css";
import type { Turn } from "./state/types";
import { TurnView } from "./TurnView";
import type { OpenExecution } from "./types";
import { useFollow } from "./useFollow";

/** So many turns are shown at once; those before when they are scrolled near. */
const RECENT = 10;

interface MessageListProps {
  sessionId: string;
  turns: Turn[];
  /** Sends a question: again, or a suggested one. Must be stable, or every turn renders with every word. */
  onAsk(text: string): void;
  canAsk: boolean;
  onOpenExecution: OpenExecution;
  /** Shown while there is no turn. */
  empty: ReactNode;
}

/** The conversation, oldest first. */
export function MessageList({ sessionId, turns, onAsk, canAsk, onOpenExecution, empty }: MessageListProps) {
  const { scroller, content, isAtEnd, followTurn, followEnd, onScroll } = useFollow();
  const [figureStore] = useState(createFigureStore);
  const last = turns.at(-1);
  const key = last?.key;
  const known = useRef(key);
  const isAsked = last?.question?.state === "sending";
  useLayoutEffect(() => {
    if (key === known.current && !isAsked) return;
    known.current = key;
    followTurn(isAsked);
    // The suggestion that was pressed is gone: the keyboard goes on at the question that it became.
    const turn = content.current?.lastElementChild;
    if (isAsked && document.activeElement === document.body && turn instanceof HTMLElement) {
      turn.focus({ preventScroll: true });
    }
  }, [key, isAsked, followTurn, content]);
  return (
    <FigureStoreContext value={figureStore}>
      <div className={styles.frame}>
        <div ref={scroller} className={styles.scroller} data-scroller onScroll={onScroll}>
          <div ref={content} role="log" aria-label="Conversation" aria-live="off" className={styles.log}>
            {turns.length === 0 && empty}
            {turns.map((turn, i) => (
              <TurnView
                key={turn.key}
                sessionId={sessionId}
                turn={turn}
                isLast={turn === last}
                isRecent={i >= turns.length - RECENT}
                canAsk={canAsk && (turn === last || turn.question?.state === "unsent")}
                onAsk={onAsk}
                onOpenExecution={onOpenExecution}
              />
            ))}
          </div>
        </div>
        {!isAtEnd && <JumpToLatest activity={last ? activityOf(last) : null} onJump={followEnd} />}
      </div>
      <AnswerAnnouncer last={last} />
      <LazyFigurePopover sessionId={sessionId} turns={turns} onOpenExecution={onOpenExecution} />
    </FigureStoreContext>
  );
}
