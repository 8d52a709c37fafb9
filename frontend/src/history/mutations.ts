/** Changes to sessions: seen at once, taken back when the server refuses. */
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { json, request } from "../api/client";
import { DELETION } from "../api/deletion";
import { sessionsQuery } from "../api/queries";
import type { SessionSummary } from "../api/types";

const KEY = sessionsQuery.queryKey;
const path = (id: string) => `/api/sessions/${encodeURIComponent(id)}`;

export interface Rename {
  id: string;
  title: string;
}

export function useRenameSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: Rename) =>
      json<SessionSummary>(path(id), { method: "PATCH", body: { title } }),
    onMutate: async ({ id, title }) => {
      await client.cancelQueries({ queryKey: KEY });
      const before = client.getQueryData(KEY)?.find((session) => session.id === id);
      replace(client, id, { title });
      return before;
    },
    onSuccess: (session) => replace(client, session.id, session),
    // Only this title is taken back: others may have changed meanwhile.
    onError: (_error, { id }, before) => before && replace(client, id, { title: before.title }),
  });
}

/** `onDeleted` must be stable: the screen that asked may be gone when the answer comes. */
export function useDeleteSession(onDeleted: (id: string) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationKey: DELETION,
    mutationFn: (id: string) => request(path(id), { method: "DELETE" }),
    onSuccess: (_answer, id) => onDeleted(id),
    onMutate: async (id) => {
      await client.cancelQueries({ queryKey: KEY });
      const removed = client.getQueryData(KEY)?.find((session) => session.id === id);
      client.setQueryData(KEY, (sessions) => sessions?.filter((session) => session.id !== id));
      return removed;
    },
    onError: (_error, _id, removed) =>
      removed && client.setQueryData(KEY, (sessions) => sessions && inserted(sessions, removed)),
  });
}

function replace(client: QueryClient, id: string, changes: Partial<SessionSummary>): void {
  client.setQueryData(KEY, (sessions) =>
    sessions?.map((session) => (session.id === id ? { ...session, ...changes } : session)),
  );
}

/** Back where it was: newest first. */
function inserted(sessions: readonly SessionSummary[], session: SessionSummary): SessionSummary[] {
  const began = Date.parse(session.created_at);
  const older = sessions.findIndex((other) => Date.parse(other.created_at) < began);
  const at = older < 0 ? sessions.length : older;
  return sessions.toSpliced(at, 0, session);
}
