import type { UseQueryResult } from "@tanstack/react-query";
import { errorMessage } from "../api/client";
import { Alert } from "./Alert";
import { Button } from "./Button";

/** What was asked for could not be read: the server's words, and another try. */
export function LoadError({ query }: { query: Pick<UseQueryResult, "error" | "isFetching" | "refetch"> }) {
  return (
    <Alert
      action={
        <Button small busy={query.isFetching} onClick={() => query.refetch()}>
          Try again
        </Button>
      }
    >
      {errorMessage(query.error)}
    </Alert>
  );
}
