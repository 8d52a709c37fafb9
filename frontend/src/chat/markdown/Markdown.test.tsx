import { render, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Figure } from "../../api/types";
import { hasDefinitions, splitBlocks } from "./blocks";
import { Markdown } from "./Markdown";
import { mendTail } from "./mendTail";

/** The figure `text` in `source`, placed as the server does: in code points. */
function figureOf(source: string, text: string, status: Figure["status"] = "verified", nth = 0): Figure {
  let at = source.indexOf(text);
  for (let i = 0; i < nth; i += 1) at = source.indexOf(text, at + 1);
  const start = [...source.slice(0, at)].length;
  const end = start + [...text].length;
  const place = { execution_id: null, row: null, column: null, table: null, derivation: null, reason: null };
  return { text, start, end, status, ...place };
}

function renderFigures(source: string, ...figures: Figure[]) {
  return render(<Markdown id="m" text={source} figures={figures} />).container;
}

const marks = () => screen.getAllByRole("button").map((button) => button.textContent);

describe("figures in a text", () => {
  it("are marked where they stand, with emoji before them", () => {
    const source = "🎉🎉 Revenue was 4,210 in the North 🧭 and 3,100 in the South.";
    renderFigures(source, figureOf(source, "4,210"), figureOf(source, "3,100", "unverified"));
    expect(marks()).toEqual(["4,210", "3,100"]);
    expect(screen.getByRole("button", { name: "3,100, not verified" })).toBeInTheDocument();
  });

  it("are told apart from the same digits elsewhere", () => {
    const source = "Of 12 shops, 12 grew.";
    const container = renderFigures(source, figureOf(source, "12", "derived", 1));
    expect(container.textContent).toBe(source);
    expect(screen.getByRole("button").previousSibling?.textContent).toBe("Of 12 shops, ");
  });

  it.each([
    ["behind escapes and entities", "\\*AT&amp;T\\* &nbsp;&#x1F389; sold 42 \\| 7", "42"],
    ["behind an & that is no entity", "R&D and B&B; sold 42", "42"],
    ["in bold", "It was **42** in all", "42"],
    ["in a later block", "# Title\n\nText\n\n- one\n- two 42 x", "42"],
    ["in a quotation over lines", "> first line\n> second line with 42", "42"],
    ["behind a break", "| a | b |\n|---|---|\n| x<br>y | 42 |", "42"],
    ["in code", "It was `SUM = 42` here", "42"],
    ["in fenced code", "```\nSUM = 42\n```", "42"],
    ["beside an address", "Mail a@example.org or www.example.org about 42 things", "42"],
    ["in a text that must be parsed as one", "See [a].\n\nIt was 42.\n\n[a]: https://example.org", "42"],
  ])("are found %s", (_, source, text) => {
    renderFigures(source, figureOf(source, text));
    expect(screen.getByRole("button", { name: "42, verified" })).toHaveTextContent("42");
  });

  it("in a table are marked in their cell", () => {
    const source = "| Region | Revenue |\n|---|---:|\n| North 🧭 | 4,210 |\n| South | 4,210 |";
    renderFigures(source, figureOf(source, "4,210", "verified", 1));
    const row = screen.getByRole("row", { name: /South/ });
    expect(within(row).getByRole("button")).toHaveTextContent("4,210");
  });

  it("over several nodes are marked once, at their first part", () => {
    const source = "It is **12** % of all.";
    const container = renderFigures(source, figureOf(source, "12** %"));
    expect(marks()).toEqual(["12"]);
    expect(container.textContent).toBe("It is 12 % of all.");
  });

  it("stay together with the signs around them", () => {
    const source = "First 12, then (13) and 14 of them";
    const container = renderFigures(
      source,
      figureOf(source, "12"),
      figureOf(source, "13"),
      figureOf(source, "14"),
    );
    expect([...container.querySelectorAll("[data-together]")].map((span) => span.textContent)).toEqual([
      "12,",
      "(13)",
    ]);
    expect(container.textContent).toBe(source);
  });

  it("in a link leave the link whole and follow it", () => {
    const source = "See [the 42 rows](https://example.org) there";
    renderFigures(source, figureOf(source, "42"));
    const link = screen.getByRole("link", { name: /the 42 rows/ });
    expect(link.nextElementSibling).toBe(screen.getByRole("button", { name: "42, verified" }));
  });

  it("that overlap, are out of range or stand elsewhere do no harm", () => {
    const source = "Exactly 1,234 and 56.";
    const odd = { ...figureOf(source, "56"), start: 900, end: 902 };
    const backwards = { ...figureOf(source, "56"), start: 5, end: 2 };
    const shifted = { ...figureOf(source, "56"), start: 17, end: 19 };
    const container = renderFigures(
      source,
      figureOf(source, "1,234"),
      figureOf(source, "234"),
      odd,
      backwards,
      shifted,
    );
    expect(marks()).toEqual(["1,234", "56"]);
    expect(container.textContent).toBe(source);
  });
});

describe("hostile Markdown", () => {
  it("loads no pictures and says what they were", () => {
    const { container } = render(
      <Markdown
        id="m"
        text={"![a chart](https://evil.example/x.png?d=1) ![](data:image/png;base64,x) <img src=x>"}
      />,
    );
    expect(container.querySelector("img")).toBeNull();
    expect(container.innerHTML).not.toContain("evil.example");
    expect(screen.getByText(/a chart \(picture not loaded\)/)).toBeInTheDocument();
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "/api/auth/me",
    "//evil.example",
    "irc://x",
  ])("makes no link of %s", (href) => {
    render(<Markdown id="m" text={`[press](${href}) and <${href}>`} />);
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText("press")).toBeInTheDocument();
  });

  it("opens links elsewhere, without telling from where", () => {
    render(<Markdown id="m" text="[docs](https://example.org/a)" />);
    const link = screen.getByRole("link", { name: /docs.*opens in a new tab/ });
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveAttribute("target", "_blank");
  });

  it("shows raw HTML as text", () => {
    const source =
      '<script>alert(1)</script>\n\n<div onclick="x()" style="color:red">a</div>\n\nb <b onmouseover=x>c</b>';
    const { container } = render(<Markdown id="m" text={source} />);
    expect(container.querySelector("script, div[onclick], b")).toBeNull();
    expect(container).toHaveTextContent("<script>alert(1)</script>");
    expect(container).toHaveTextContent("<b onmouseover=x>c</b>");
  });

  it("begins headings below those of the page", () => {
    render(<Markdown id="m" text={"# One\n\n## Two"} />);
    expect(screen.getByRole("heading", { name: "One" }).tagName).toBe("H3");
    expect(screen.getByRole("heading", { name: "Two" }).tagName).toBe("H4");
  });
});

describe("a text that is still being written", () => {
  it("shows no half-written link where it ended", () => {
    const { container } = render(<Markdown id="m" text={"First.\n\nSee [the docs](https://exam"} cutOff />);
    expect(container).toHaveTextContent("First.See the docs");
    expect(container).not.toHaveTextContent("https");
  });

  it("is cut where a block begins for certain", () => {
    const text = "# A\n\none\ntwo\n\n```\na\n\nb\n```\n\n- x\n\n  more\n\n- y\n\nend";
    const blocks = splitBlocks(text);
    expect(blocks.map(({ source }) => source)).toEqual([
      "# A\n\n",
      "one\ntwo\n\n",
      "```\na\n\nb\n```\n\n",
      "- x\n\n  more\n\n- y\n\n",
      "end",
    ]);
    expect(
      blocks
        .map(({ offset }) => text.slice(offset))
        .every((rest, i) => rest.startsWith(blocks[i]?.source ?? "?")),
    ).toBe(true);
    expect(hasDefinitions(text)).toBe(false);
  });

  it("is cut within long lists only as long as it grows", () => {
    const list = "- an item of a list\n".repeat(200);
    expect(splitBlocks(list)).toHaveLength(1);
    const blocks = splitBlocks(list, { fine: true });
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.map(({ source }) => source).join("")).toBe(list);
  });

  it.each([
    ["a **bol", "a **bol**"],
    ["a **", "a "],
    ["a **b*", "a **b**"],
    ["a `cod", "a `cod`"],
    ["see [docs](https://exa", "see docs"],
    ["see ![a chart](https://exa", "see a chart"],
    ["Text\n-", "Text\n"],
    ["Text\n\n| a | b", "Text\n"],
    ["| a | b |\n|--", ""],
    ["| a | b |\n|---|---|", "| a | b |\n|---|---|"],
    ["```sql\nselect '**", "```sql\nselect '**"],
    ["done **bold** and `code`", "done **bold** and `code`"],
  ])("%j is shown as %j", (source, mended) => {
    expect(mendTail(source)).toBe(mended);
  });
});

describe("nesting that no one writes", () => {
  it.each([
    ["quotes", "> ".repeat(5_000)],
    ["lists in a line", "- ".repeat(3_000)],
    ["numbers in a line", "1. ".repeat(3_000)],
    ["lists by indentation", Array.from({ length: 1_000 }, (_, i) => `${"  ".repeat(i)}- x`).join("\n")],
  ])("is shown as it was written: %s", (_, nesting) => {
    const source = `${nesting}deep`;
    const { container } = render(<Markdown id="m" text={`# Fine\n\n${source}`} />);
    expect(screen.getByRole("heading", { name: "Fine" })).toBeInTheDocument();
    expect(container.querySelector("p")?.textContent).toBe(source);
  });

  it("is Markdown as deep as people go", () => {
    const { container } = render(<Markdown id="m" text={"> > 1. - > deep"} />);
    expect(container.querySelector("blockquote blockquote ol ul blockquote")).toHaveTextContent("deep");
  });
});
