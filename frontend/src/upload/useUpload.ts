import { useEffect, useSyncExternalStore } from "react";
import type { User } from "../api/types";
import { checkFile, uploadLimit } from "./checkFile";
import type { Source, UploadState } from "./uploadState";
import { uploads } from "./uploads";

export interface Upload {
  state: UploadState;
  /** A file that a person chose, or a sentence why what they dropped is none. */
  choose(choice: File | string): void;
  start(source: Source): void;
  cancel(): void;
  dismiss(): void;
}

/** The tab's upload; `onReady` gets the session once its file is read. */
export function useUpload(user: User | undefined, onReady: (sessionId: string) => void): Upload {
  const state = useSyncExternalStore(uploads.subscribe, uploads.snapshot);
  useEffect(() => uploads.listen(onReady), [onReady]);
  useEffect(() => uploads.resume(), []);
  const choose = (choice: File | string) => {
    const problem = typeof choice === "string" ? choice : checkFile(choice, uploadLimit(user));
    if (problem !== null) uploads.refuse(problem);
    else if (choice instanceof File) uploads.start({ filename: choice.name, open: async () => choice });
  };
  return {
    state,
    choose,
    start: (source) => uploads.start(source),
    cancel: () => void uploads.cancel(),
    dismiss: () => uploads.abandon(),
  };
}
