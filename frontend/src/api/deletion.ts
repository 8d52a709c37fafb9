/** Deletions that this tab has asked for: the socket hears of what is gone before the request is answered. */
import { useIsMutating } from "@tanstack/react-query";

/** The key of mutations that delete sessions, one or all of them. */
export const DELETION = ["deletion"];

export function useIsDeleting(): boolean {
  return useIsMutating({ mutationKey: DELETION }) > 0;
}
