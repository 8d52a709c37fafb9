import { useState } from "react";
import { announcement } from "./conversation";
import type { Turn } from "./state/types";

/** Screen readers hear an answer once, when it is complete, instead of each of its pieces. */
export function AnswerAnnouncer({ last }: { last: Turn | undefined }) {
  // Only of answers that were seen running: a restored conversation says nothing.
  const [watched, setWatched] = useState<string | null>(null);
  if (last?.status === "running" && watched !== last.key) setWatched(last.key);
  const isDone = last !== undefined && last.key === watched && last.status !== "running";
  return (
    <div className="visually-hidden" aria-live="polite">
      {isDone ? announcement(last) : ""}
    </div>
  );
}
