import { useEffect } from "react";
import { focusFirstLeft, withSurroundings } from "./focus";

/**
 * When the focused element vanishes, say a button that has done what it was there for, the keyboard goes on in
 * what was around it instead of at the top of the page. Dialogs and menus give the focus back by themselves.
 */
export function useFocusRescue(): void {
  useEffect(() => {
    let places: HTMLElement[] = [];
    const isGone = () => places[0]?.isConnected === false;
    const remember = ({ target }: FocusEvent) => {
      places = target instanceof Element ? withSurroundings(target) : [];
    };
    // A press on plain text takes the focus from an element that stays. One that is being removed may also tell
    // that it lost the focus: which of the two it was shows a moment later.
    const forget = () => {
      queueMicrotask(() => {
        if (nothingHasFocus() && !isGone()) places = [];
      });
    };
    const observer = new MutationObserver(() => {
      if (!nothingHasFocus() || !isGone()) return;
      focusFirstLeft(places);
    });
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", forget);
    return () => {
      observer.disconnect();
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", forget);
    };
  }, []);
}

const nothingHasFocus = () => document.activeElement === document.body;
