import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useMemo, useState } from "react";
import { errorMessage } from "../api/client";
import { sessionsQuery } from "../api/queries";
import type { SessionSummary } from "../api/types";
import { Alert } from "../ui/Alert";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { LoadError } from "../ui/LoadError";
import { Skeleton } from "../ui/Skeleton";
import { VirtualList } from "../ui/VirtualList";
import styles from "./HistoryTab.module.css";
import { useDeleteSession, useRenameSession } from "./mutations";
import { SessionRow } from "./SessionRow";
import { type HistoryEntry, searchSessions, withHeadings } from "./sessions";

interface HistoryTabProps {
  currentId: string | null;
  onOpen(id: string): void;
  /** The session is gone from the server. */
  onDeleted(id: string): void;
  onRenamed?(id: string, title: string): void;
}

/** All sessions of this person: open, rename, delete, search. */
export function HistoryTab({ currentId, onOpen, onDeleted, onRenamed }: HistoryTabProps) {
  const query = useQuery(sessionsQuery);
  const { data: sessions, error } = query;
  const [search, setSearch] = useState("");
  const [doomed, setDoomed] = useState<SessionSummary | null>(null);
  const rename = useRenameSession();
  const remove = useDeleteSession(onDeleted);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const entries = useMemo(() => withHeadings(searchSessions(sessions ?? [], search)), [sessions, search]);
  const refused = rename.error ?? remove.error;

  const renameTo = (id: string, title: string) => {
    remove.reset();
    rename.mutate({ id, title }, { onSuccess: (session) => onRenamed?.(id, session.title) });
  };
  const confirmDelete = () => {
    if (!doomed) return;
    rename.reset();
    remove.mutate(doomed.id);
    setDoomed(null);
  };

  return (
    <div className={styles.tab}>
      <label className={styles.search}>
        <Search aria-hidden />
        <span className="visually-hidden">Search sessions</span>
        <input
          type="search"
          placeholder="Search sessions"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      {refused && (
        <div className={styles.notice}>
          <Alert>{errorMessage(refused)}</Alert>
        </div>
      )}
      <div ref={setScroller} className={styles.scroller}>
        {sessions ? (
          <>
            <VirtualList
              label="Sessions"
              items={entries}
              keyOf={keyOf}
              estimateSize={(entry) => (entry.kind === "heading" ? 36 : 54)}
              scroller={scroller}
            >
              {(entry: HistoryEntry) =>
                entry.kind === "heading" ? (
                  <h3 className={styles.heading}>{entry.text}</h3>
                ) : (
                  <SessionRow
                    session={entry.session}
                    isCurrent={entry.session.id === currentId}
                    onOpen={onOpen}
                    onRename={(title) => renameTo(entry.session.id, title)}
                    onDelete={() => setDoomed(entry.session)}
                  />
                )
              }
            </VirtualList>
            <Nothing all={sessions.length} shown={entries.length} search={search} />
          </>
        ) : error ? (
          <LoadError query={query} />
        ) : (
          <LoadingRows />
        )}
      </div>
      <ConfirmDialog
        open={doomed !== null}
        title="Delete this session?"
        text={`“${doomed?.title ?? ""}” will be gone, with its conversation and the file ${doomed?.filename ?? ""}. This can't be undone.`}
        action="Delete"
        onConfirm={confirmDelete}
        onClose={() => setDoomed(null)}
      />
    </div>
  );
}

function keyOf(entry: HistoryEntry): string {
  return entry.key;
}

function Nothing({ all, shown, search }: { all: number; shown: number; search: string }) {
  const text =
    all === 0
      ? "No sessions yet. Each file you upload begins one, and you will find it here."
      : `No title or file name matches “${search.trim()}”.`;
  return (
    <p role="status" className={styles.nothing}>
      {shown === 0 && text}
    </p>
  );
}

function LoadingRows() {
  return (
    <div role="status" aria-label="Loading sessions">
      {["72%", "54%", "83%", "61%", "45%", "70%"].map((width) => (
        <div key={width} className={styles.loading}>
          <Skeleton width={width} height={14} />
          <Skeleton width="40%" height={11} />
        </div>
      ))}
    </div>
  );
}
