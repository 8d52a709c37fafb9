import { clsx } from "clsx";
import { useEffect, useRef } from "react";
import { useMe } from "../api/queries";
import { useFileDrop } from "../lib/useFileDrop";
import { ChooseFile } from "./ChooseFile";
import { droppedFile } from "./checkFile";
import { Failure } from "./Failure";
import { Progress } from "./Progress";
import { Samples } from "./Samples";
import { Steps } from "./Steps";
import styles from "./UploadPage.module.css";
import { type Upload, useUpload } from "./useUpload";

/** Where a session begins: a file is chosen, sent and read. */
export function UploadPage({ onReady }: { onReady(sessionId: string): void }) {
  const { data: user } = useMe();
  const upload = useUpload(user, onReady);
  const { phase } = upload.state;
  const isIdle = phase === "idle";
  const problem = upload.state.phase === "idle" ? upload.state.problem : null;
  const hovering = useFileDrop(phase === "idle" || phase === "failed", (dropped) =>
    upload.choose(droppedFile(dropped)),
  );
  const pane = useFocusAfter(phase);
  return (
    <section ref={pane} className={styles.pane} tabIndex={-1} aria-label="Upload">
      <div className={styles.column}>
        <div className={styles.stage}>
          <div className={styles.part} {...(isIdle ? {} : KEEPS_ROOM)}>
            <ChooseFile upload={upload} user={user} problem={problem} />
          </div>
          {!isIdle && (
            <div className={styles.part}>
              <Phase upload={upload} />
            </div>
          )}
        </div>
        <Steps phase={phase} />
        {isIdle && <Samples onChoose={upload.start} />}
      </div>
      <div className={clsx(styles.drop, hovering && styles.hovering)} aria-hidden>
        {hovering && <p>Drop the file to upload it</p>}
      </div>
    </section>
  );
}

/** Unseen, it still gives its place to what comes after it, so that the steps below don't move. */
const KEEPS_ROOM = { inert: true, style: { visibility: "hidden" } } as const;

function Phase({ upload }: { upload: Upload }) {
  const { state } = upload;
  if (state.phase === "idle") return null;
  if (state.phase === "failed") return <Failure state={state} upload={upload} />;
  return <Progress state={state} onCancel={upload.cancel} />;
}

/** The button that began a phase is gone with it; without this the keyboard would start at the top again. */
function useFocusAfter(phase: string) {
  const pane = useRef<HTMLElement>(null);
  const shown = useRef(phase);
  useEffect(() => {
    if (shown.current === phase) return;
    shown.current = phase;
    const { activeElement } = document;
    if (activeElement === document.body || activeElement?.closest("[inert]")) pane.current?.focus();
  }, [phase]);
  return pane;
}
