import { useEffect, useState } from "react";
import { activityOf, announcement } from "./conversation";
import type { Turn } from "./state/types";

/** What takes longer is said; of an answer that comes at once, each step would talk over the one before. */
const LASTING = 2_000;

/** Screen readers hear an answer once, when it is complete, instead of each of its pieces. */
export function AnswerAnnouncer({ last }: { last: Turn | undefined }) {
  // Only of answers that were seen running: a restored conversation says nothing.
  const [watched, setWatched] = useState<string | null>(null);
  if (last?.status === "running" && watched !== last.key) setWatched(last.key);
  const activity = useLasting(last ? activityOf(last) : null);
  const isDone = last !== undefined && last.key === watched && last.status !== "running";
  return (
    <div className="visually-hidden" aria-live="polite">
      {isDone ? announcement(last) : activity}
    </div>
  );
}

/** The text, once it has stayed the same for a while. */
function useLasting(text: string | null): string | null {
  const [lasting, setLasting] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(text), LASTING);
    return () => {
      clearTimeout(timer);
      setLasting(null);
    };
  }, [text]);
  return lasting;
}
