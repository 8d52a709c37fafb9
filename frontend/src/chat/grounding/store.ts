/** Which figure's origin is shown. Outside React's state, so that opening one doesn't render every mark. */
import type { Figure } from "../../api/types";

export interface OpenFigure {
  /** Of the mark: the text's id and the figure's number in it. */
  id: string;
  figure: Figure;
  anchor: HTMLElement;
  /** Opened on purpose; stays until it is closed. Else it goes when the pointer leaves. */
  pinned: boolean;
}

export type FigureTarget = Omit<OpenFigure, "pinned">;
export type FigureStore = ReturnType<typeof createFigureStore>;

const OPEN_DELAY = 350;
const CLOSE_DELAY = 200;

export function createFigureStore() {
  let open: OpenFigure | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listeners = new Set<() => void>();

  const set = (next: OpenFigure | null) => {
    clearTimeout(timer);
    open = next;
    for (const listener of listeners) listener();
  };
  const later = (next: OpenFigure | null, delay: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => set(next), delay);
  };

  return {
    get: () => open,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** The pointer came to a mark. */
    point(target: FigureTarget) {
      if (open?.pinned) return;
      if (open?.id === target.id) clearTimeout(timer);
      else later({ ...target, pinned: false }, OPEN_DELAY);
    },
    /** The pointer came to what is shown. */
    hold: () => clearTimeout(timer),
    /** The pointer left a mark, or what is shown. */
    leave() {
      if (open && !open.pinned) later(null, CLOSE_DELAY);
      else clearTimeout(timer);
    },
    toggle(target: FigureTarget) {
      set(open?.pinned && open.id === target.id ? null : { ...target, pinned: true });
    },
    close: () => set(null),
  };
}
