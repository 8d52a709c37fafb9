import { lazy, useState, useSyncExternalStore } from "react";
import { DialogBoundary } from "../../ui/PartBoundary";
import { useFigureStore } from "./context";
import type { FigurePopoverProps } from "./FigurePopover";

const FigurePopover = lazy(() =>
  import("./FigurePopover").then((module) => ({ default: module.FigurePopover })),
);

/** The FigurePopover, whose code is loaded when a figure's origin is asked for. */
export function LazyFigurePopover(props: FigurePopoverProps) {
  const store = useFigureStore();
  const shown = useSyncExternalStore(store.subscribe, () => store.get()?.id ?? null);
  const [isNeeded, setIsNeeded] = useState(false);
  if (shown !== null && !isNeeded) setIsNeeded(true);
  if (!isNeeded) return null;
  return (
    <DialogBoundary name={shown} onClose={store.close}>
      <FigurePopover {...props} />
    </DialogBoundary>
  );
}
