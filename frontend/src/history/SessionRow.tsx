import { clsx } from "clsx";
import { Pencil, Trash2 } from "lucide-react";
import { type MouseEvent, useRef, useState } from "react";
import type { SessionSummary } from "../api/types";
import { formatWhen, plural } from "../lib/format";
import { IconButton } from "../ui/Button";
import styles from "./SessionRow.module.css";
import { TitleEditor } from "./TitleEditor";

interface SessionRowProps {
  session: SessionSummary;
  isCurrent: boolean;
  onOpen(id: string): void;
  onRename(title: string): void;
  onDelete(): void;
}

export function SessionRow({ session, isCurrent, onOpen, onRename, onDelete }: SessionRowProps) {
  const [isEditing, setEditing] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const open = (event: MouseEvent) => {
    // A new tab or window is the browser's to open.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!isCurrent) onOpen(session.id);
  };
  const closeEditor = (title: string | null, byKey: boolean) => {
    setEditing(false);
    if (title !== null && title !== session.title) onRename(title);
    // The field that has the focus is about to go.
    if (byKey) requestAnimationFrame(() => link.current?.focus());
  };
  if (isEditing) {
    return (
      <div className={clsx(styles.row, styles.editing)}>
        <TitleEditor title={session.title} onClose={closeEditor} />
        <span className={styles.meta}>
          <Meta session={session} />
        </span>
      </div>
    );
  }
  return (
    <div className={clsx(styles.row, isCurrent && styles.current)}>
      <a
        ref={link}
        className={styles.link}
        href={`/sessions/${session.id}`}
        title={session.title}
        aria-current={isCurrent ? "page" : undefined}
        onClick={open}
        onDoubleClick={() => setEditing(true)}
      >
        <span className={styles.title}>{session.title}</span>
        <span className={styles.meta}>
          <Meta session={session} />
        </span>
      </a>
      <div className={styles.actions}>
        <IconButton label={`Rename “${session.title}”`} small onClick={() => setEditing(true)}>
          <Pencil />
        </IconButton>
        <IconButton label={`Delete “${session.title}”`} small onClick={onDelete}>
          <Trash2 />
        </IconButton>
      </div>
    </div>
  );
}

function Meta({ session }: { session: SessionSummary }) {
  return (
    <>
      {session.filename !== session.title && (
        <>
          <span className={styles.filename}>{session.filename}</span>
          <span className={styles.facts}>{" · "}</span>
        </>
      )}
      <span className={styles.facts}>
        {plural(session.row_count, "row")}
        {" · "}
        <time dateTime={session.created_at}>{formatWhen(session.created_at)}</time>
      </span>
    </>
  );
}
