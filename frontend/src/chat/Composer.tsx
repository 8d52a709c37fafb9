import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { formatCount } from "../lib/format";
import { IconButton } from "../ui/Button";
import styles from "./Composer.module.css";
import { readDraft, writeDraft } from "./draft";

/** The counter appears in the last tenth. */
const COUNTER_FROM = 0.9;

interface ComposerProps {
  sessionId: string;
  /** False when it can't be sent now; the text stays then. */
  onAsk(text: string): boolean;
  onStop(): void;
  isRunning: boolean;
  /** False while the server can't be told. */
  canStop: boolean;
  /** What the server takes at most, as far as it has said so. JavaScript counts some characters twice. */
  maxCharacters: number;
  /** Why nothing can be asked; null when it can. */
  disabledReason: string | null;
  /** Arrow-up in an empty box brings it back. */
  lastQuestion: string | null;
}

/** The box a question is typed into. One per session: give it the session as its key. */
export function Composer(props: ComposerProps) {
  const { sessionId, onAsk, onStop, isRunning, canStop, maxCharacters, disabledReason, lastQuestion } = props;
  const [text, setText] = useState(() => readDraft(sessionId));
  const box = useRef<HTMLTextAreaElement>(null);
  const button = useRef<HTMLDivElement>(null);
  const hintId = useId();

  const change = (next: string) => {
    setText(next);
    writeDraft(sessionId, next);
  };
  const isCounted = text.length >= COUNTER_FROM * maxCharacters;
  const length = isCounted ? [...text].length : text.length;
  const isTooLong = length > maxCharacters;
  const canSend = !isRunning && disabledReason === null && !isTooLong && text.trim() !== "";
  const send = () => {
    if (canSend && onAsk(text.trim())) change("");
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter also confirms a word of an input method, which is no wish to send.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && text === "" && lastQuestion !== null) {
      event.preventDefault();
      change(lastQuestion);
    }
  };
  const stop = () => {
    onStop();
    box.current?.focus();
  };
  useEffect(() => {
    // Whoever comes to a chat wants to ask; but a phone's keyboard would cover what there is to read.
    const hasKeyboard = window.matchMedia?.("(hover: hover)").matches;
    if (hasKeyboard && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    // An answer that ends by itself takes the Stop button away from whoever is about to press it.
    if (!isRunning && button.current?.contains(document.activeElement)) box.current?.focus();
  }, [isRunning]);

  return (
    <div className={styles.composer}>
      {/* A press beside the text is meant for the text. */}
      <label className={styles.box} data-text={text}>
        <span className="visually-hidden">Ask a question</span>
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder="Ask a question about your file"
          aria-describedby={hintId}
          aria-invalid={isTooLong}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <div ref={button} className={styles.button}>
        {isRunning ? (
          <IconButton label="Stop" look="default" disabled={!canStop} onClick={stop}>
            <Square fill="currentColor" />
          </IconButton>
        ) : (
          <IconButton label="Send" look="primary" disabled={!canSend} onClick={send}>
            <ArrowUp />
          </IconButton>
        )}
      </div>
      <p id={hintId} className={styles.hint}>
        <span>
          {disabledReason ?? (isRunning ? "Esc stops the answer" : "Enter sends, Shift+Enter breaks")}
        </span>
        {isCounted && (
          <span className={isTooLong ? styles.tooLong : undefined}>
            {formatCount(length)} of {formatCount(maxCharacters)} characters
          </span>
        )}
      </p>
    </div>
  );
}
