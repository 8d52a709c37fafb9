/** What was typed and not sent, kept for as long as the tab lives. */

const key = (sessionId: string) => `csv_analyzer_draft_${sessionId}`;

export function readDraft(sessionId: string): string {
  return sessionStorage.getItem(key(sessionId)) ?? "";
}

export function writeDraft(sessionId: string, text: string): void {
  if (text === "") sessionStorage.removeItem(key(sessionId));
  else sessionStorage.setItem(key(sessionId), text);
}
