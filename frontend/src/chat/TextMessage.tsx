import { useRef } from "react";
import { FigureSummary } from "./grounding/FigureSummary";
import { useFigureKeys } from "./grounding/useFigureKeys";
import { Markdown } from "./markdown/Markdown";
import type { TextItem } from "./state/types";
import styles from "./TextMessage.module.css";

interface TextMessageProps {
  item: TextItem;
  streaming: boolean;
  /** It ended in the middle. */
  cutOff?: boolean;
}

/** A text of an answer; once it was checked, with a line on where its figures come from. */
export function TextMessage({ item, streaming, cutOff = false }: TextMessageProps) {
  const text = useRef<HTMLDivElement>(null);
  const marks = () => [...(text.current?.querySelectorAll<HTMLElement>("[data-figure-status]") ?? [])];
  const keys = useFigureKeys(text, item.figures?.length ?? 0);
  return (
    <div className={styles.message}>
      <div ref={text} {...keys}>
        <Markdown
          id={item.id}
          text={item.text}
          streaming={streaming}
          cutOff={cutOff}
          figures={item.figures}
        />
      </div>
      {item.figures && <FigureSummary figures={item.figures} marks={marks} />}
    </div>
  );
}
