import { clsx } from "clsx";
import { CircleCheck, Sigma, TriangleAlert } from "lucide-react";
import { type ComponentProps, type PointerEvent, use, useCallback, useSyncExternalStore } from "react";
import type { ExtraProps } from "react-markdown";
import { FiguresContext, useFigureStore } from "./context";
import styles from "./FigureMark.module.css";
import { keepTabStop, moveBetweenFigures } from "./useFigureKeys";
import { STATUS_WORDS } from "./wording";

const ICONS = { verified: CircleCheck, derived: Sigma, unverified: TriangleAlert };

/** A figure in running text; pointing at it or pressing it shows where it comes from. */
export function FigureMark({ node, children }: ComponentProps<"mark"> & ExtraProps) {
  const { id, figures } = use(FiguresContext);
  const index = Number(node?.properties.dataFigure);
  const figure = figures[index];
  const markId = `${id}:${index}`;
  const store = useFigureStore();
  const isOpen = useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.get()?.id === markId, [store, markId]),
  );
  if (!figure) return children;
  const Icon = ICONS[figure.status];
  // In a link the figure stays a part of it, and the mark beside it has only its sign.
  const bare = children === undefined;
  const onPointerEnter = ({ pointerType, currentTarget }: PointerEvent<HTMLButtonElement>) => {
    if (pointerType === "mouse") store.point({ id: markId, figure, anchor: currentTarget });
  };
  return (
    <button
      type="button"
      className={clsx(styles.mark, styles[figure.status], bare && styles.bare)}
      aria-label={`${figure.text}, ${STATUS_WORDS[figure.status]}`}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      data-figure-status={figure.status}
      onPointerEnter={onPointerEnter}
      onPointerLeave={store.leave}
      onFocus={keepTabStop}
      onKeyDown={moveBetweenFigures}
      onClick={({ currentTarget }) => store.toggle({ id: markId, figure, anchor: currentTarget })}
    >
      {children}
      {(bare || figure.status === "unverified") && <Icon className={styles.sign} aria-hidden />}
    </button>
  );
}
