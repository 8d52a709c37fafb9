/** Remark plugin: raw HTML is text. Only `<br>`, which models like to write into table cells, is a line break. */
import type { PhrasingContent, Root, RootContent } from "mdast";
import { visit } from "unist-util-visit";

const BREAK = /^<br\s*\/?>$/i;

export function remarkPlainHtml() {
  return (tree: Root): void => {
    visit(tree, "html", (node, index, parent) => {
      if (parent === undefined || index === undefined) return;
      const place = node.position ? { position: node.position } : {};
      const inline: PhrasingContent = BREAK.test(node.value)
        ? { type: "break", ...place }
        : { type: "text", value: node.value, ...place };
      const isPhrasing = parent.type !== "root" && parent.type !== "blockquote" && parent.type !== "listItem";
      const children: RootContent[] = parent.children;
      children[index] = isPhrasing ? inline : { type: "paragraph", children: [inline], ...place };
    });
  };
}
