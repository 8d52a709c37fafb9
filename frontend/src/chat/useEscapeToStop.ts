import { type RefObject, useEffect } from "react";
import { useStableCallback } from "../lib/useStableCallback";

const LAYERS = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";

/** Esc stops a running answer from everywhere in the chat, except where it closes something else. */
export function useEscapeToStop(
  chat: RefObject<HTMLElement | null>,
  isRunning: boolean,
  onStop: () => void,
): void {
  const stop = useStableCallback(onStop);
  useEffect(() => {
    if (!isRunning) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      const { target } = event;
      if (!(target instanceof Element) || target.closest(LAYERS)) return;
      // The body has the focus when nothing has, as after a press on plain text.
      if (target === document.body || chat.current?.contains(target)) stop();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [chat, isRunning, stop]);
}
