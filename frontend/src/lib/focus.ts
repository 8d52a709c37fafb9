/** Where the keyboard goes on when what had the focus is gone. */

const PANES = "main, aside, [role=dialog]";

/** An element and what is around it, outwards up to the pane that it is in; nothing of an element elsewhere. */
export function withSurroundings(element: Element | null): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = element; at instanceof HTMLElement && at.closest(PANES); at = at.parentElement)
    found.push(at);
  return found;
}

/** Focuses the first that is still there. */
export function focusFirstLeft(places: readonly HTMLElement[]): void {
  const place = places.find((element) => element.isConnected);
  if (!place) return;
  if (place.tabIndex < 0 && !place.hasAttribute("tabindex")) {
    place.tabIndex = -1;
    place.addEventListener("blur", () => place.removeAttribute("tabindex"), { once: true });
  }
  place.focus({ preventScroll: true });
}
