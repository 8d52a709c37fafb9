import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { queryClient } from "../api/queries";
import { useToken, wasRefused } from "../auth/token";
import { Crash } from "./Crash";
import { Loading } from "./Loading";

const AuthPage = lazy(() => import("../auth/AuthPage").then((module) => ({ default: module.AuthPage })));
const Workspace = lazy(() => import("./Workspace"));

export function App() {
  return (
    <ErrorBoundary FallbackComponent={Crash}>
      <QueryClientProvider client={queryClient}>
        <Gate />
      </QueryClientProvider>
    </ErrorBoundary>
  );
}

/** Without a token the log-in page, at whatever address: after logging in the same address goes on. */
function Gate() {
  const token = useToken();
  useEffect(() => {
    // Also when another tab logged out: whoever logs in next must not see what this one has read.
    if (token === null) queryClient.clear();
  }, [token]);
  return (
    <Suspense fallback={<Loading />}>
      {token === null ? <AuthPage expired={wasRefused()} /> : <Workspace />}
    </Suspense>
  );
}
