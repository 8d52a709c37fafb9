/** What the app reads over REST, as TanStack Query hooks; their keys live here and nowhere else. */
import { QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { ApiError, json } from "./client";
import type {
  Execution,
  ExecutionSummary,
  Profile,
  SessionDetail,
  SessionSummary,
  Suggestions,
  User,
} from "./types";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What the server refused it will refuse again; only a server that can't be reached is asked twice more.
      retry: (failures, error) => error instanceof ApiError && error.status === 0 && failures < 2,
    },
  },
});

const path = (sessionId: string) => `/api/sessions/${encodeURIComponent(sessionId)}`;

export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => json<User>("/api/auth/me", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Newest first, all of them. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) => {
    const sessions: SessionSummary[] = [];
    for (;;) {
      const last = sessions.at(-1);
      const page = await json<SessionSummary[]>(
        `/api/sessions?limit=500${last ? `&before=${last.id}` : ""}`,
        {
          signal,
        },
      );
      sessions.push(...page);
      if (page.length < 500) return sessions;
    }
  },
});

/** All that a restore needs, in one request. The chat keeps its own state afterwards. */
export const sessionQuery = (id: string) =>
  queryOptions({
    queryKey: ["session", id],
    queryFn: ({ signal }) => json<SessionDetail>(path(id), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    // Whoever comes back to a session loads it anew: meanwhile the conversation may have gone on.
    gcTime: 0,
  });

/** `version` is the file's: another reading has another profile. */
export const profileQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["profile", id, version],
    queryFn: ({ signal }) => json<Profile>(`${path(id)}/profile`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const suggestionsQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["suggestions", id, version],
    queryFn: ({ signal }) => json<Suggestions>(`${path(id)}/chart-suggestions`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const executionQuery = (id: string, executionId: string) =>
  queryOptions({
    queryKey: ["execution", id, executionId],
    queryFn: ({ signal }) => json<Execution>(`${path(id)}/executions/${executionId}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The audit trail, newest first. */
export const executionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["executions", id],
    queryFn: ({ signal }) => json<ExecutionSummary[]>(`${path(id)}/executions?limit=200`, { signal }),
    staleTime: 0,
  });

export const useMe = () => useQuery(meQuery);
