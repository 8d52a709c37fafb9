import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useIsDeleting } from "../api/deletion";
import { executionsQuery, profileQuery, sessionQuery, sessionsQuery } from "../api/queries";
import type { SessionDetail } from "../api/types";
import { ChatPane } from "../chat/ChatPane";
import { firstQuestions } from "../chat/firstQuestions";
import { useChat } from "../chat/state/useChat";
import { DataTab } from "../data/DataTab";
import { Layout } from "./Layout";
import type { Navigation, OpenExecution } from "./navigation";

interface SessionScreenProps {
  session: SessionDetail;
  navigation: Navigation;
  autoAnalyze: boolean;
  onOpenExecution: OpenExecution;
}

/** An open session: its file at the left, the conversation about it beside. */
export default function SessionScreen({
  session,
  navigation,
  autoAnalyze,
  onOpenExecution,
}: SessionScreenProps) {
  const queryClient = useQueryClient();
  const know = (news: Partial<SessionDetail>) =>
    queryClient.setQueryData(sessionQuery(session.id).queryKey, (known) => known && { ...known, ...news });
  const [isGone, setGone] = useState(false);
  const isDeleting = useIsDeleting();
  const chat = useChat(session, {
    autoAnalyze: autoAnalyze && session.messages.length === 0,
    onGone: () => setGone(true),
    onTurnDone: () => void queryClient.invalidateQueries(executionsQuery(session.id)),
  });
  // Deleted somewhere else: asked for again, it isn't there, which the screen then says. What deletes it here
  // closes this screen, unless the answer is lost.
  useEffect(() => {
    if (!isGone || isDeleting) return;
    void queryClient.resetQueries(sessionQuery(session.id));
    void queryClient.invalidateQueries(sessionsQuery);
  }, [isGone, isDeleting, queryClient, session.id]);
  const { title, turns } = chat.state;
  const profile = useQuery({
    ...profileQuery(session.id, session.file.version),
    enabled: turns.length === 0 && session.file.available,
    select: ({ columns }) => firstQuestions(columns),
  });
  useEffect(() => {
    const before = document.title;
    document.title = `${title} – Chat with a data file`;
    return () => {
      document.title = before;
    };
  }, [title]);
  const data = (
    <DataTab
      sessionId={session.id}
      file={session.file}
      onAsk={(text) => chat.ask(text)}
      onOpenExecution={onOpenExecution}
      onReimported={(file) => know({ file })}
    />
  );
  return (
    <Layout
      {...navigation}
      title={title}
      data={data}
      onRenamed={(id, renamed) => id === session.id && know({ title: renamed })}
    >
      <ChatPane
        chat={chat}
        sessionId={session.id}
        file={session.file}
        suggestions={profile.data ?? []}
        onOpenExecution={onOpenExecution}
        onNewChat={navigation.onNewChat}
      />
    </Layout>
  );
}
