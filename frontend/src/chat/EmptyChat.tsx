import { Sparkles } from "lucide-react";
import type { FileInfo } from "../api/types";
import { plural } from "../lib/format";
import { Button } from "../ui/Button";
import styles from "./EmptyChat.module.css";
import { FollowUps } from "./FollowUps";

interface EmptyChatProps {
  file: FileInfo;
  suggestions: string[];
  canAsk: boolean;
  onAsk(text: string): void;
  onAutoAnalyze(): void;
}

/** Before the first question: what is at hand, and how to begin. */
export function EmptyChat({ file, suggestions, canAsk, onAsk, onAutoAnalyze }: EmptyChatProps) {
  return (
    <div className={styles.empty}>
      <h2>Ask anything about {file.filename}</h2>
      <p>
        {plural(file.row_count, "row")}, {plural(file.column_count, "column")}. Every figure of an answer
        comes from a query that you can open.
      </p>
      <Button disabled={!canAsk} onClick={onAutoAnalyze}>
        <Sparkles aria-hidden />
        Explore the file
      </Button>
      <div className={styles.suggestions}>
        {suggestions.length > 0 && <FollowUps questions={suggestions} canAsk={canAsk} onAsk={onAsk} />}
      </div>
    </div>
  );
}
