import { memo, useMemo } from "react";
import { ErrorBoundary } from "react-error-boundary";
import ReactMarkdown, { type Options } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import type { Figure } from "../../api/types";
import { FiguresContext } from "../grounding/context";
import { rehypeFigureMarks } from "../grounding/rehypeFigureMarks";
import { figureSpans, type Span, spansOf } from "../grounding/spans";
import { hasDefinitions, splitBlocks } from "./blocks";
import { components } from "./components";
import { isTooDeep } from "./depth";
import styles from "./Markdown.module.css";
import { mendTail } from "./mendTail";
import { remarkPlainHtml } from "./plainHtml";
import { schema } from "./schema";
import { usePaced } from "./usePaced";

interface MarkdownProps {
  /** Tells the figures of this text from those of others. */
  id: string;
  text: string;
  /** More of it may come: half-written Markdown is mended, and a caret stands at the end. */
  streaming?: boolean;
  /** It ended in the middle: the half-written Markdown at its end stays mended. */
  cutOff?: boolean;
  figures?: Figure[] | null;
}

const remarkPlugins: Options["remarkPlugins"] = [
  // "~5 to ~7" is about numbers, not struck through.
  [remarkGfm, { singleTilde: false }],
  remarkPlainHtml,
];
const NO_SPANS: Span[] = [];

/** Markdown of a model: hostile, and possibly still being written. */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { id, text, streaming = false, cutOff = false, figures } = props;
  const blocks = useMemo(() => {
    const whole = !streaming && hasDefinitions(text);
    return whole ? [{ source: text, offset: 0 }] : splitBlocks(text, { fine: streaming });
  }, [text, streaming]);
  const spans = useMemo(() => (figures ? figureSpans(text, figures) : NO_SPANS), [text, figures]);
  const context = useMemo(() => ({ id, figures: figures ?? [] }), [id, figures]);
  return (
    <FiguresContext value={context}>
      <div className={styles.markdown} data-streaming={streaming || undefined}>
        {blocks.map(({ source, offset }, i) => (
          <Block
            key={offset}
            source={source}
            spans={spansOf(spans, offset, source.length)}
            growing={streaming && i === blocks.length - 1}
            unfinished={(streaming || cutOff) && i === blocks.length - 1}
          />
        ))}
      </div>
    </FiguresContext>
  );
});

interface BlockProps {
  source: string;
  spans: Span[];
}

function Block(props: BlockProps & { growing: boolean; unfinished: boolean }) {
  const { source, spans, growing, unfinished } = props;
  const shown = usePaced(source, growing);
  return <ParsedBlock source={unfinished ? mendTail(shown) : source} spans={spans} />;
}

const ParsedBlock = memo(
  function ParsedBlock({ source, spans }: BlockProps) {
    const plain = <p className={styles.plain}>{source}</p>;
    if (isTooDeep(source)) return plain;
    return (
      <ErrorBoundary fallback={plain} resetKeys={[source]}>
        <ReactMarkdown
          remarkPlugins={remarkPlugins}
          rehypePlugins={[
            [rehypeSanitize, schema],
            [rehypeFigureMarks, { source, spans }],
          ]}
          components={components}
        >
          {source}
        </ReactMarkdown>
      </ErrorBoundary>
    );
  },
  (before, after) => before.source === after.source && sameSpans(before.spans, after.spans),
);

function sameSpans(a: Span[], b: Span[]): boolean {
  return (
    a.length === b.length && a.every((span, i) => span.start === b[i]?.start && span.index === b[i]?.index)
  );
}
