import { X } from "lucide-react";
import { Popover } from "radix-ui";
import { useSyncExternalStore } from "react";
import { IconButton } from "../../ui/Button";
import type { Turn } from "../state/types";
import type { OpenExecution } from "../types";
import { useFigureStore } from "./context";
import { FigureOrigin } from "./FigureOrigin";
import styles from "./FigurePopover.module.css";
import { FocusWhenPinned } from "./FocusWhenPinned";

export interface FigurePopoverProps {
  sessionId: string;
  turns: Turn[];
  onOpenExecution: OpenExecution;
}

/** A press on another mark moves the popover there: it must not be closed first. */
function keepForMarks(event: Event): void {
  if (event.target instanceof Element && event.target.closest("[data-figure-status]")) event.preventDefault();
}

/** Where a figure comes from: the one popover of a conversation, beside whichever mark was chosen. */
export function FigurePopover({ sessionId, turns, onOpenExecution }: FigurePopoverProps) {
  const store = useFigureStore();
  const open = useSyncExternalStore(store.subscribe, store.get);
  const giveFocusBack = (event: Event) => {
    event.preventDefault();
    if (open?.pinned && document.activeElement === document.body) open.anchor.focus({ preventScroll: true });
  };
  return (
    <Popover.Root open={open !== null} onOpenChange={(next) => !next && store.close()}>
      <Popover.Anchor virtualRef={{ current: open?.anchor ?? null }} />
      {open && (
        <Popover.Portal>
          <Popover.Content
            key={open.id}
            className={styles.popover}
            side="bottom"
            sideOffset={6}
            collisionPadding={12}
            onOpenAutoFocus={(event) => event.preventDefault()}
            onCloseAutoFocus={giveFocusBack}
            onInteractOutside={keepForMarks}
            onPointerEnter={store.hold}
            onPointerLeave={store.leave}
          >
            <FocusWhenPinned pinned={open.pinned} />
            <div className={styles.header}>
              <Popover.Title className={styles.title}>Where this figure comes from</Popover.Title>
              <Popover.Close asChild>
                <IconButton label="Close" small>
                  <X />
                </IconButton>
              </Popover.Close>
            </div>
            <FigureOrigin
              sessionId={sessionId}
              figure={open.figure}
              turns={turns}
              onOpenExecution={(id, cell) => {
                store.close();
                onOpenExecution(id, cell);
              }}
            />
          </Popover.Content>
        </Popover.Portal>
      )}
    </Popover.Root>
  );
}
