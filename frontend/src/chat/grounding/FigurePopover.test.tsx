import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Figure, QueryResult } from "../../api/types";
import { Markdown } from "../markdown/Markdown";
import type { Turn } from "../state/types";
import { FigureStoreContext } from "./context";
import { evidenceOf, neighbours } from "./evidence";
import { FigurePopover } from "./FigurePopover";
import { createFigureStore } from "./store";
import { origin } from "./wording";

const result: QueryResult = {
  result: [
    { region: "South", orders: 7, revenue: 3100, cost: 1 },
    { region: "North", orders: 12, revenue: 4210.5, cost: 2 },
  ],
  is_error: false,
  sql: "SELECT region, sum(revenue) FROM data GROUP BY 1",
  columns: ["region", "orders", "revenue", "cost"],
  row_count: 2,
  total_rows: 2,
  truncated: false,
  elapsed_ms: 12.4,
  execution_id: "e1",
  error: null,
  message_id: "m1",
  data_version: 1,
  kind: "query",
  plan: null,
  details: null,
  rows_seen: 2,
};
const turn: Turn = {
  id: "t1",
  key: "t1",
  question: null,
  items: [{ kind: "result", id: "m1", result }],
  status: "completed",
  lastSeq: 4,
  activity: null,
  followUps: [],
  grounding: null,
};
const cell: Figure = {
  text: "4,210",
  start: 4,
  end: 9,
  status: "verified",
  execution_id: "e1",
  row: 1,
  column: "revenue",
  table: null,
  derivation: "rounded",
  reason: null,
};

function show(figure: Figure, onOpenExecution = vi.fn()) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <FigureStoreContext value={createFigureStore()}>
        <Markdown id="x" text="It, 4,210 in all." figures={[figure]} />
        <FigurePopover sessionId="s" turns={[turn]} onOpenExecution={onOpenExecution} />
      </FigureStoreContext>
    </QueryClientProvider>,
  );
  return onOpenExecution;
}

describe("where a figure comes from", () => {
  it("is shown with its cell, its neighbours and its query, by keyboard", async () => {
    const onOpenExecution = show(cell);
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    const popover = await screen.findByRole("dialog", { name: "Where this figure comes from" });
    expect(popover).toHaveTextContent("Verified: this is a cell of a result, rounded.");
    expect(popover).toHaveTextContent("Column revenue, row 2 of 2");
    expect(
      within(popover)
        .getAllByRole("columnheader")
        .map((th) => th.textContent),
    ).toEqual(["region", "orders", "revenue", "cost"]);
    expect(within(popover).getByText("4210.5").tagName).toBe("MARK");
    expect(popover).toHaveTextContent("2 rows × 4 columns · 12 ms");
    expect(popover).toHaveTextContent(result.sql);
    await userEvent.click(within(popover).getByRole("button", { name: "Open the execution" }));
    expect(onOpenExecution).toHaveBeenCalledWith("e1", { row: 1, column: "revenue", table: null });
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("closes on Esc and gives the focus back", async () => {
    show(cell);
    const mark = screen.getByRole("button", { name: "4,210, verified" });
    await userEvent.click(mark);
    expect(mark).toHaveAttribute("aria-expanded", "true");
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    await vi.waitFor(() => expect(mark).toHaveFocus());
  });

  it("is shown on pointing, without taking the focus", async () => {
    show(cell);
    await userEvent.hover(screen.getByRole("button", { name: "4,210, verified" }));
    expect(await screen.findByRole("dialog")).toBeInTheDocument();
    expect(document.body).toHaveFocus();
  });

  it("is said in words", () => {
    const nowhere = { ...cell, execution_id: null, row: null, column: null, derivation: null };
    expect(origin(nowhere)).toBe("Verified: a fact of the file, or your own number");
    expect(origin({ ...nowhere, derivation: "rows of the file" })).toBe("Verified: rows of the file");
    expect(origin({ ...cell, status: "derived", derivation: "sum of revenue" })).toBe(
      "Derived: sum of revenue",
    );
    expect(origin({ ...nowhere, status: "unverified", reason: "the rows say otherwise" })).toBe(
      "Not verified: the rows say otherwise",
    );
  });

  it("may be a further table of a statistic, or what it left out", () => {
    const details = {
      reading: "",
      n: 90,
      missing: 10,
      missing_handling: "",
      conventions: [],
      assumptions: [],
      warnings: [],
      libraries: {},
      tables: [
        {
          name: "groups",
          columns: [
            ["group", "VARCHAR"],
            ["mean", "DOUBLE"],
          ],
          rows: [["a", 1.5]],
          total_rows: 1,
        },
      ],
    };
    const statistic = { ...result, details };
    const groups = evidenceOf(statistic, "groups");
    expect(groups && neighbours(groups, 0, "mean")?.at(-1)).toEqual({
      column: "mean",
      value: 1.5,
      isFigure: true,
    });
    const about = evidenceOf(statistic, "about");
    expect(about && neighbours(about, 0, "missing")?.at(-1)?.value).toBe(10);
    expect(evidenceOf(statistic, "other")).toBeNull();
  });
});
