import { X } from "lucide-react";
import { useRef, useState } from "react";
import { useMe } from "../api/queries";
import type { FileInfo } from "../api/types";
import { useFileDrop } from "../lib/useFileDrop";
import { useStableCallback } from "../lib/useStableCallback";
import { Alert } from "../ui/Alert";
import { Button, IconButton } from "../ui/Button";
import styles from "./ChatPane.module.css";
import { Composer } from "./Composer";
import { ConnectionBanner } from "./ConnectionBanner";
import { lastQuestion } from "./conversation";
import { EmptyChat } from "./EmptyChat";
import { MessageList } from "./MessageList";
import type { Chat } from "./state/types";
import type { OpenExecution } from "./types";
import { useEscapeToStop } from "./useEscapeToStop";

const ONE_FILE = "One file per session. Start a new chat for another file.";

interface ChatPaneProps {
  chat: Chat;
  sessionId: string;
  file: FileInfo;
  /** Questions to begin with. */
  suggestions: string[];
  onOpenExecution: OpenExecution;
  onNewChat(): void;
}

/** The conversation about a file and the box to ask in. Remount it for another session: give it the id as key. */
export function ChatPane(props: ChatPaneProps) {
  const { chat, sessionId, file, suggestions, onNewChat } = props;
  const { state, connection, running } = chat;
  const { data: me } = useMe();
  const pane = useRef<HTMLElement>(null);
  const [droppedFile, setDroppedFile] = useState(false);
  const fileHovers = useFileDrop(true, () => setDroppedFile(true));
  const ask = useStableCallback((text: string) => chat.ask(text));
  const openExecution = useStableCallback(props.onOpenExecution);
  const canStop = connection.state === "open";
  useEscapeToStop(pane, running !== null && canStop, chat.stop);

  const disabledReason = whyNot(chat, file);
  const canAsk = disabledReason === null && running === null;
  const empty = (
    <EmptyChat
      file={file}
      suggestions={suggestions}
      canAsk={canAsk}
      onAsk={ask}
      onAutoAnalyze={chat.autoAnalyze}
    />
  );
  return (
    <section ref={pane} className={styles.pane} aria-label="Chat">
      <MessageList
        sessionId={sessionId}
        turns={state.turns}
        onAsk={ask}
        canAsk={canAsk}
        onOpenExecution={openExecution}
        empty={empty}
      />
      <div className={styles.foot}>
        <div className={styles.notices}>
          <ConnectionBanner connection={connection} onReconnect={chat.reconnect} />
          {state.notice !== null && (
            <Alert look="warning" action={<Dismiss onClick={chat.dismissNotice} />}>
              {state.notice}
            </Alert>
          )}
          {droppedFile && <SecondFile onNewChat={onNewChat} onDismiss={() => setDroppedFile(false)} />}
        </div>
        <Composer
          key={sessionId}
          sessionId={sessionId}
          onAsk={ask}
          onStop={chat.stop}
          isRunning={running !== null}
          canStop={canStop}
          maxCharacters={me?.max_message_characters ?? Number.POSITIVE_INFINITY}
          disabledReason={disabledReason}
          lastQuestion={lastQuestion(state.turns)}
        />
      </div>
      {fileHovers && <p className={styles.dropHint}>{ONE_FILE}</p>}
    </section>
  );
}

function whyNot({ connection }: Chat, file: FileInfo): string | null {
  if (!file.available) return "The file is no longer on the server, so nothing more can be asked.";
  if (connection.state === "open") return null;
  return connection.state === "connecting" ? "Connecting…" : "Not connected: nothing can be sent now.";
}

function Dismiss({ onClick }: { onClick(): void }) {
  return (
    <IconButton label="Dismiss" small onClick={onClick}>
      <X />
    </IconButton>
  );
}

function SecondFile({ onNewChat, onDismiss }: { onNewChat(): void; onDismiss(): void }) {
  const actions = (
    <>
      <Button small onClick={onNewChat}>
        New chat
      </Button>
      <Dismiss onClick={onDismiss} />
    </>
  );
  return (
    <Alert look="warning" action={actions}>
      {ONE_FILE}
    </Alert>
  );
}
