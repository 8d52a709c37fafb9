import type { Element, ElementContent } from "hast";
import { ExternalLink, ImageOff } from "lucide-react";
import type { ComponentProps } from "react";
import type { Components, ExtraProps } from "react-markdown";
import { CopyButton } from "../../ui/CopyButton";
import { FigureMark } from "../grounding/FigureMark";
import styles from "./Markdown.module.css";

type Props<Tag extends keyof React.JSX.IntrinsicElements> = ComponentProps<Tag> & ExtraProps;

const ALLOWED_LINK = /^(?:https?:\/\/|mailto:)/i;
// A box that scrolls has to be reachable by keyboard, in browsers that don't see to it themselves too.
const SCROLLABLE = { tabIndex: 0 };

function Link({ href, children }: Props<"a">) {
  if (href === undefined || !ALLOWED_LINK.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" title={href}>
      {children}
      <ExternalLink className={styles.external} aria-hidden />
      <span className="visually-hidden"> (opens in a new tab)</span>
    </a>
  );
}

function Picture({ alt }: Props<"img">) {
  return (
    <span className={styles.picture}>
      <ImageOff aria-hidden />
      {alt ? `${alt} (picture not loaded)` : "Picture not loaded"}
    </span>
  );
}

function Table({ node: _, ...props }: Props<"table">) {
  return (
    <section className={styles.tableBox} aria-label="Table" {...SCROLLABLE}>
      <table {...props} />
    </section>
  );
}

function Code({ node, children }: Props<"pre">) {
  return (
    <div className={styles.codeBox}>
      <pre {...SCROLLABLE}>{children}</pre>
      <div className={styles.copy}>
        <CopyButton label="Copy code" text={() => (node ? textOf(node).replace(/\n$/, "") : "")} />
      </div>
    </div>
  );
}

function textOf(node: Element | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}

function Task({ checked }: Props<"input">) {
  return <input type="checkbox" checked={checked ?? false} disabled aria-label={checked ? "Done" : "Open"} />;
}

/** Headings of an answer stand below the page's own, which end at level 2. */
const headings: Components = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
};

export const components: Components = {
  ...headings,
  a: Link,
  img: Picture,
  table: Table,
  pre: Code,
  input: Task,
  mark: FigureMark,
};
