import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { ColumnProfile, FileInfo, Profile } from "../api/types";
import { type WatchImportOptions, watchImport } from "../chat/state/fileEvents";
import { DataTab } from "./DataTab";

vi.mock("../chat/state/fileEvents");

const FILE: FileInfo = {
  filename: "sales.csv",
  format: "csv",
  row_count: 100,
  column_count: 1,
  columns: ["price"],
  column_types: { price: "DOUBLE" },
  preview: [],
  size_bytes: 2048,
  import_report: {
    format: "csv",
    encoding: "utf-8",
    dialect: null,
    header: null,
    rows_read: 100,
    rows_repaired: 3,
    rows_rejected: 1,
    values_set_null: 0,
    problems: [],
    notes: [],
    columns: [
      { name: "price", type: "DOUBLE", nulls: 5, reason: "", unit: "€", null_markers: {}, suspects: [] },
    ],
    path: "careful",
  },
  version: 1,
  options: {},
  available: true,
};

const PRICE: ColumnProfile = {
  name: "price",
  type: "DOUBLE",
  meaning: "currency",
  reason: "named as money",
  filled: 95,
  nulls: 5,
  null_share: 0.05,
  distinct: 80,
  uniqueness: 0.84,
  minimum: 1,
  maximum: 99,
  mean: 12.5,
  std: 3,
  infinite: 0,
  quantiles: { p25: 8, p50: 11, p75: 15 },
  histogram: { edges: [1, 10, 20, 99], counts: [5, 80, 10] },
  top_values: [],
  lengths: null,
  outliers: null,
  approximate: ["quantiles"],
};

const PROFILE: Profile = {
  execution_id: "p",
  data_version: 1,
  row_count: 100,
  column_count: 1,
  sampled: null,
  elapsed_ms: 5,
  columns: [PRICE],
  file: {
    duplicates: null,
    constant_columns: [],
    candidate_keys: [],
    relations: [],
    findings: [
      { code: "outliers", column: "price", sentence: "2 prices lie far from the rest.", sql: "SELECT 1" },
    ],
  },
};

const on = { onAsk: vi.fn(), onOpenExecution: vi.fn(), onReimported: vi.fn() };
const refusal = (detail: string) => Response.json({ detail, code: "refused" }, { status: 400 });

function show(answers: { profile: () => Response; run?: () => Response }) {
  vi.spyOn(globalThis, "fetch").mockImplementation(async (_path, init) =>
    init?.method === "POST" ? (answers.run?.() ?? Response.error()) : answers.profile(),
  );
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <DataTab sessionId="s" file={FILE} {...on} />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.clearAllMocks();
  // Not in jsdom.
  Element.prototype.scrollIntoView = () => {};
  // Nothing has a size in jsdom; the list shows what fits.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(50);
});

test("columns are there before the profile, and say more once it has come", async () => {
  show({ profile: () => Response.json(PROFILE) });
  expect(screen.getByText("3 lines were repaired, 1 was left out.", { exact: false })).toBeVisible();
  const columns = within(screen.getByRole("list", { name: "Columns" }));
  expect(columns.getByRole("button", { name: /^price Number/ })).toBeVisible();
  expect(
    await columns.findByRole("img", {
      name: "Distribution from 1 € to 99 €, most values between 10 € and 20 €",
    }),
  ).toBeVisible();
  await userEvent.click(columns.getByRole("button", { name: /^price Money €.*5% missing/ }));
  expect(columns.getByText("Median").nextElementSibling).toHaveTextContent("about 11 €");
  expect(columns.getByText("Mean").nextElementSibling).toHaveTextContent(/^12.5 €$/);
  await userEvent.click(columns.getByRole("button", { name: "Ask about this column" }));
  expect(on.onAsk).toHaveBeenCalledExactlyOnceWith("Describe price");
});

test("a failed profile says why, leaves the columns, and can be tried again", async () => {
  let profile = () => refusal("The profile took too long.");
  show({ profile: () => profile() });
  expect(await screen.findByRole("alert")).toHaveTextContent("The profile took too long.");
  expect(screen.getByRole("button", { name: /^price/ })).toBeVisible();
  profile = () => Response.json(PROFILE);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "1 thing to know about this file" })).toBeVisible();
});

test("the rows behind a finding are run and opened, or the server says why not", async () => {
  let run = () => refusal("The query was stopped.");
  show({ profile: () => Response.json(PROFILE), run: () => run() });
  await userEvent.click(await screen.findByRole("button", { name: /1 thing/ }));
  await userEvent.click(screen.getByRole("button", { name: "Show rows" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The query was stopped.");
  run = () => Response.json({ id: "e1" }, { status: 201 });
  await userEvent.click(screen.getByRole("button", { name: "Show rows" }));
  await waitFor(() => expect(on.onOpenExecution).toHaveBeenCalledExactlyOnceWith("e1"));
});

test("another reading shows how far it is, can be cancelled, and brings the new file", async () => {
  let watched: WatchImportOptions | undefined;
  vi.mocked(watchImport).mockImplementation((options) => {
    watched = options;
    return () => {};
  });
  const asked: [string, RequestInit | undefined][] = [];
  const reading = { ...FILE, version: 2 };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (path, init) => {
    asked.push([`${init?.method} ${path}`, init]);
    if (init?.method === "POST") return Response.json({ job_id: "j", session_id: "s" }, { status: 202 });
    if (init?.method === "DELETE") return new Response(null, { status: 204 });
    return String(path).endsWith("/profile") ? Response.json(PROFILE) : Response.json({ file: reading });
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <DataTab sessionId="s" file={FILE} {...on} />
    </QueryClientProvider>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Import report" }));
  await userEvent.click(await screen.findByRole("button", { name: "Read it again…" }));
  const start = () => userEvent.click(screen.getByRole("button", { name: "Read it again" }));
  await start();
  expect(asked.find(([call]) => call === "POST /api/sessions/s/reimport")?.[1]?.headers).toMatchObject({
    Prefer: "respond-async",
  });
  act(() => watched?.onProgress(42, "Reading the file."));
  expect(screen.getByRole("progressbar", { name: "Import" })).toHaveAttribute("aria-valuenow", "42");

  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(asked.at(-1)?.[0]).toBe("DELETE /api/status/j");
  await act(async () => watched?.onError("The import was cancelled.", "cancelled"));
  expect(screen.queryByRole("alert")).not.toBeInTheDocument();

  await start();
  await act(async () => watched?.onError("The file can't be read so.", "unparsable"));
  expect(screen.getByRole("alert")).toHaveTextContent("The file can't be read so.");

  await start();
  await act(async () => watched?.onComplete());
  await waitFor(() => expect(on.onReimported).toHaveBeenCalledExactlyOnceWith(reading));
});
