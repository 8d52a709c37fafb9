/** Which sessions the history shows, and under which headings. */
import type { SessionSummary } from "../api/types";

export type HistoryEntry =
  | { kind: "heading"; key: string; text: string }
  | { kind: "session"; key: string; session: SessionSummary };

/** "Café Zürich" and "cafe zurich" find each other. */
export function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Those whose title or file name has every word of the search. */
export function searchSessions(sessions: readonly SessionSummary[], search: string): SessionSummary[] {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return sessions.filter(({ title, filename }) => {
    const text = folded(`${title} ${filename}`);
    return words.every((word) => text.includes(word));
  });
}

/** Sessions in the order given, with a heading wherever a new span of days begins. */
export function withHeadings(sessions: readonly SessionSummary[], now = new Date()): HistoryEntry[] {
  const entries: HistoryEntry[] = [];
  let last = "";
  for (const session of sessions) {
    const text = spanOf(new Date(session.created_at), now);
    if (text !== last) entries.push({ kind: "heading", key: `heading ${text}`, text });
    last = text;
    entries.push({ kind: "session", key: session.id, session });
  }
  return entries;
}

function spanOf(then: Date, now: Date): string {
  const days = daysBetween(then, now);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  return days <= 7 ? "Previous 7 days" : "Older";
}

/** Midnights between the two, in the person's own time zone; also across a change of clocks. */
function daysBetween(then: Date, now: Date): number {
  const midnight = (day: Date) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate());
  return (midnight(now) - midnight(then)) / 86_400_000;
}
