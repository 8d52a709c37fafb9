import { useRef } from "react";
import { FigureSummary } from "./grounding/FigureSummary";
import { Markdown } from "./markdown/Markdown";
import type { TextItem } from "./state/types";

/** A text of an answer; once it was checked, with a line on where its figures come from. */
export function TextMessage({ item, streaming }: { item: TextItem; streaming: boolean }) {
  const text = useRef<HTMLDivElement>(null);
  const marks = () => [...(text.current?.querySelectorAll<HTMLElement>("[data-figure-status]") ?? [])];
  return (
    <div>
      <div ref={text}>
        <Markdown id={item.id} text={item.text} streaming={streaming} figures={item.figures} />
      </div>
      {item.figures && <FigureSummary figures={item.figures} marks={marks} />}
    </div>
  );
}
