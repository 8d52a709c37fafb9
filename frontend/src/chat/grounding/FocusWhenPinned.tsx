import { useEffect, useRef } from "react";

/** Moves the focus into the popover once it was opened on purpose; pointing at a mark leaves it where it is. */
export function FocusWhenPinned({ pinned }: { pinned: boolean }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (pinned) ref.current?.closest<HTMLElement>("[role=dialog]")?.focus();
  }, [pinned]);
  return <span ref={ref} hidden />;
}
