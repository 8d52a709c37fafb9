import { type ReactNode, Suspense } from "react";
import { ErrorBoundary } from "react-error-boundary";
import { errorMessage } from "../api/client";
import { isLoadFailure, LOAD_FAILURE } from "../lib/loadFailure";
import { Alert } from "./Alert";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

/** In the place of a part that could not be loaded, or broke: the rest of the app goes on. */
export function PartFailed({ error, quiet = false }: { error: unknown; quiet?: boolean }) {
  const words = isLoadFailure(error)
    ? LOAD_FAILURE
    : `This part of the app ran into an error: ${errorMessage(error)}`;
  return (
    <Alert
      quiet={quiet}
      action={
        <Button small onClick={() => window.location.reload()}>
          Load again
        </Button>
      }
    >
      {words}
    </Alert>
  );
}

export function PartBoundary({ children }: { children: ReactNode }) {
  return <ErrorBoundary FallbackComponent={PartFailed}>{children}</ErrorBoundary>;
}

interface DialogBoundaryProps {
  /** Another one is another try. */
  name: string | null;
  onClose(): void;
  children: ReactNode;
}

/** Around a dialog that is loaded when it is first opened. */
export function DialogBoundary({ name, onClose, children }: DialogBoundaryProps) {
  return (
    <ErrorBoundary
      resetKeys={[name]}
      fallbackRender={({ error }) => (
        <Dialog open onClose={onClose} title="It could not be opened">
          <PartFailed error={error} />
        </Dialog>
      )}
    >
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  );
}
