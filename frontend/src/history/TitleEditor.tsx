import { type KeyboardEvent, useRef } from "react";
import styles from "./TitleEditor.module.css";

const LONGEST_TITLE = 255;

interface TitleEditorProps {
  title: string;
  /** With the new title, or null when nothing is to change; `byKey` when the focus is still here. */
  onClose(title: string | null, byKey: boolean): void;
}

/** Enter or leaving the field saves, Esc leaves the title as it was. */
export function TitleEditor({ title, onClose }: TitleEditorProps) {
  const isClosed = useRef(false);
  const close = (next: string | null, byKey: boolean) => {
    // Removing a field that has the focus blurs it: that is not a second decision.
    if (isClosed.current) return;
    isClosed.current = true;
    onClose(next?.trim() || null, byKey);
  };
  const decide = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter") close(event.currentTarget.value, true);
    if (event.key === "Escape") {
      // Esc also stops an answer.
      event.stopPropagation();
      close(null, true);
    }
  };
  return (
    <input
      ref={focusAll}
      className={styles.input}
      aria-label="Title"
      data-keeps-escape
      defaultValue={title}
      maxLength={LONGEST_TITLE}
      onKeyDown={decide}
      onBlur={(event) => close(event.currentTarget.value, false)}
    />
  );
}

function focusAll(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}
