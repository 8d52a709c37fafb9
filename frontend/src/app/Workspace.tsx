import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Redirect, useLocation, useRoute } from "wouter";
import { sessionsQuery } from "../api/queries";
import type { CellReference } from "../results/ExecutionDialog";
import { UploadPage } from "../upload/UploadPage";
import { forgetSession, rememberedSession, rememberSession } from "./currentSession";
import { Layout } from "./Layout";
import { Loading } from "./Loading";
import { LoadSession } from "./LoadSession";

const SessionScreen = lazy(() => import("./SessionScreen"));
const ExecutionDialog = lazy(() => import("../results/ExecutionDialog"));

/** An execution that is shown in full, over whatever screen. */
interface OpenExecution {
  sessionId: string;
  executionId: string;
  cell: CellReference | undefined;
}

/** Everything behind the log-in: which session is open, and what lies above it. */
export default function Workspace() {
  const [, navigate] = useLocation();
  const [atSession, params] = useRoute("/sessions/:id");
  const [uploaded, setUploaded] = useState<string | null>(null);
  const [execution, setExecution] = useState<OpenExecution | null>(null);
  const queryClient = useQueryClient();
  const sessionId = atSession ? params.id : null;

  const newChat = () => {
    forgetSession();
    navigate("/");
  };
  const openSession = (id: string) => {
    rememberSession(id);
    navigate(`/sessions/${id}`);
  };
  const begin = (id: string) => {
    setUploaded(id);
    void queryClient.invalidateQueries(sessionsQuery);
    openSession(id);
  };
  const gone = (id: string) => {
    forgetSession(id);
    queryClient.removeQueries({ queryKey: ["session", id] });
    void queryClient.invalidateQueries(sessionsQuery);
    if (id === sessionId) navigate("/");
  };

  if (sessionId === null) {
    const remembered = rememberedSession();
    if (remembered) return <Redirect to={`/sessions/${remembered}`} replace />;
  }
  const navigation = { sessionId, onOpenSession: openSession, onNewChat: newChat, onSessionDeleted: gone };
  return (
    <>
      {sessionId === null ? (
        <Layout {...navigation} title="New chat">
          <UploadPage onReady={begin} />
        </Layout>
      ) : (
        <LoadSession key={sessionId} id={sessionId} navigation={navigation}>
          {(session) => (
            <Suspense fallback={<Loading />}>
              <SessionScreen
                session={session}
                navigation={navigation}
                autoAnalyze={uploaded === sessionId}
                onOpenExecution={(executionId, cell) => setExecution({ sessionId, executionId, cell })}
              />
            </Suspense>
          )}
        </LoadSession>
      )}
      {execution && (
        <Suspense>
          <ExecutionDialog
            sessionId={execution.sessionId}
            executionId={execution.executionId}
            {...(execution.cell ? { highlight: execution.cell } : {})}
            onClose={() => setExecution(null)}
          />
        </Suspense>
      )}
    </>
  );
}
