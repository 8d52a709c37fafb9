import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { ApiError } from "../api/client";
import { sessionQuery } from "../api/queries";
import type { SessionDetail } from "../api/types";
import { Button } from "../ui/Button";
import { forgetSession, rememberSession } from "./currentSession";
import { Layout } from "./Layout";
import { LoadingScreen } from "./LoadingScreen";
import styles from "./Message.module.css";
import type { Navigation } from "./navigation";

interface LoadSessionProps {
  id: string;
  navigation: Navigation;
  children(session: SessionDetail): ReactNode;
}

/** Restores a session with its one request; says so when there is none. */
export function LoadSession({ id, navigation, children }: LoadSessionProps) {
  const query = useQuery(sessionQuery(id));
  const missing = query.error instanceof ApiError && query.error.status === 404;
  const loaded = query.isSuccess;
  useEffect(() => {
    if (loaded) rememberSession(id);
    if (missing) forgetSession(id);
  }, [id, loaded, missing]);
  if (query.data) return children(query.data);
  if (query.isPending) return <LoadingScreen navigation={navigation} />;
  return (
    <Layout {...navigation} title="">
      <div className={styles.message}>
        <div role="alert" className={styles.words}>
          <h1>{missing ? "This session doesn't exist" : "The session can't be loaded"}</h1>
          <p>{missing ? "It was deleted, or it belongs to another account." : query.error.message}</p>
        </div>
        <div className={styles.actions}>
          {!missing && (
            <Button look="primary" onClick={() => query.refetch()}>
              Try again
            </Button>
          )}
          <Button onClick={navigation.onNewChat}>New chat</Button>
        </div>
      </div>
    </Layout>
  );
}
