import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Redirect, useLocation, useRoute } from "wouter";
import { sessionsQuery } from "../api/queries";
import { useFocusRescue } from "../lib/useFocusRescue";
import { useStableCallback } from "../lib/useStableCallback";
import type { CellReference } from "../results/ExecutionDialog";
import { DialogBoundary } from "../ui/PartBoundary";
import { forgetSession, rememberedSession, rememberSession } from "./currentSession";
import { Layout } from "./Layout";
import { Loading } from "./Loading";
import { LoadingScreen } from "./LoadingScreen";
import { LoadSession } from "./LoadSession";
import type { SidebarTab } from "./navigation";

const UploadPage = lazy(() =>
  import("../upload/UploadPage").then((module) => ({ default: module.UploadPage })),
);
const loadSessionScreen = () => import("./SessionScreen");
const SessionScreen = lazy(loadSessionScreen);
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
  // Only a visit goes on where the last one ended; who goes back to `/` later wants to be there.
  const [resumed, setResumed] = useState(() => (atSession ? null : rememberedSession()));
  const [uploaded, setUploaded] = useState<string | null>(null);
  const [execution, setExecution] = useState<OpenExecution | null>(null);
  const [tab, setTab] = useState<SidebarTab | null>(null);
  const queryClient = useQueryClient();
  useFocusRescue();
  const sessionId = atSession ? params.id : null;
  // Beside the session's own request, and while a file is being chosen.
  useEffect(() => {
    loadSessionScreen().catch(() => {}); // the screen itself asks again, and says what is wrong
  }, []);

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
  const gone = useStableCallback((id: string) => {
    forgetSession(id);
    queryClient.removeQueries({ queryKey: ["session", id] });
    void queryClient.invalidateQueries(sessionsQuery);
    if (id === sessionId) navigate("/");
  });

  if (resumed !== null && sessionId !== null) setResumed(null);
  if (resumed !== null && sessionId === null) return <Redirect to={`/sessions/${resumed}`} replace />;
  const navigation = {
    sessionId,
    onOpenSession: openSession,
    onNewChat: newChat,
    onSessionDeleted: gone,
    tab,
    onTab: setTab,
  };
  return (
    <>
      {sessionId === null ? (
        <Layout {...navigation} title="New chat">
          <Suspense fallback={<Loading />}>
            <UploadPage onReady={begin} />
          </Suspense>
        </Layout>
      ) : (
        <LoadSession key={sessionId} id={sessionId} navigation={navigation}>
          {(session) => (
            <Suspense fallback={<LoadingScreen navigation={navigation} />}>
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
        <DialogBoundary name={execution.executionId} onClose={() => setExecution(null)}>
          <ExecutionDialog
            sessionId={execution.sessionId}
            executionId={execution.executionId}
            {...(execution.cell ? { highlight: execution.cell } : {})}
            onClose={() => setExecution(null)}
          />
        </DialogBoundary>
      )}
    </>
  );
}
