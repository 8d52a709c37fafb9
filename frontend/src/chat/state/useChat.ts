import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from "react";
import { request } from "../../api/client";
import { sessionQuery, sessionsQuery } from "../../api/queries";
import type { SessionDetail } from "../../api/types";
import { Conversation } from "./conversation";
import { runningTurn } from "./turns";
import type { Chat } from "./types";

export interface ChatOptions {
  /** The session was deleted, or never was this person's. */
  onGone(): void;
  onTurnDone?(): void;
  /** Explore the file as soon as the socket is open; read once, when the session is opened. */
  autoAnalyze?: boolean;
}

/** The conversation of a loaded session, kept up to date over its socket. */
export function useChat(session: SessionDetail, options: ChatOptions): Chat {
  const conversation = useConversation(session, options.autoAnalyze ?? false);
  useSocket(conversation, options);
  // Another reading of the file, a new title, or turns that this tab hasn't heard of.
  useEffect(() => conversation.loaded(session), [conversation, session]);
  const { state, connection } = useSyncExternalStore(conversation.subscribe, conversation.getSnapshot);
  return useMemo(() => {
    const { ask, autoAnalyze, stop, reconnect, dismissNotice } = conversation;
    const running = runningTurn(state);
    return { state, connection, running, ask, autoAnalyze, stop, reconnect, dismissNotice };
  }, [conversation, state, connection]);
}

function useConversation(session: SessionDetail, autoAnalyze: boolean): Conversation {
  const [conversation, setConversation] = useState(() => new Conversation(session, autoAnalyze));
  if (conversation.sessionId === session.id) return conversation;
  const other = new Conversation(session, autoAnalyze);
  setConversation(other);
  return other;
}

function useSocket(conversation: Conversation, options: ChatOptions): void {
  const queryClient = useQueryClient();
  const { sessionId } = conversation;
  const query = sessionQuery(sessionId);
  const onGone = useEffectEvent(() => options.onGone());
  const onTurnDone = useEffectEvent(() => options.onTurnDone?.());
  const onTitle = useEffectEvent((title: string) => {
    queryClient.setQueryData(query.queryKey, (known) => known && { ...known, title });
    const list = queryClient.getQueryState(sessionsQuery.queryKey);
    // What is put into a list makes it a fresh one, which a list without this session is not.
    if (list?.isInvalidated || !list?.data?.some(({ id }) => id === sessionId)) {
      void queryClient.invalidateQueries(sessionsQuery);
      return;
    }
    queryClient.setQueryData(sessionsQuery.queryKey, (known) =>
      known?.map((one) => (one.id === sessionId ? { ...one, title } : one)),
    );
  });
  const load = useEffectEvent(async () => {
    // An answer that is under way already may be older than what is asked for.
    await queryClient.cancelQueries({ queryKey: query.queryKey });
    return queryClient.fetchQuery({ ...query, staleTime: 0 });
  });
  useEffect(() => {
    const disconnect = conversation.connect({
      load: () => load(),
      check: () => checkSession(conversation.sessionId),
      onGone: () => onGone(),
      onTurnDone: () => onTurnDone(),
      onTitle: (title) => onTitle(title),
    });
    return () => {
      disconnect();
      // The conversation went on since it was loaded: who comes back has to load it anew.
      const { queryKey } = sessionQuery(conversation.sessionId);
      void queryClient.invalidateQueries({ queryKey, refetchType: "none" });
    };
  }, [conversation, queryClient]);
}

async function checkSession(id: string): Promise<void> {
  const response = await request(`/api/sessions/${encodeURIComponent(id)}`);
  await response.body?.cancel();
}
