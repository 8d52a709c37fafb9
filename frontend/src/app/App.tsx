import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { queryClient } from "../api/queries";
import { AuthPage } from "../auth/AuthPage";
import { useToken, wasRefused } from "../auth/token";
import { Crash } from "./Crash";
import { Loading } from "./Loading";

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
  if (token === null) return <AuthPage expired={wasRefused()} />;
  return (
    <Suspense fallback={<Loading />}>
      <Workspace />
    </Suspense>
  );
}
