import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { SessionSummary } from "../api/types";
import { HistoryTab } from "./HistoryTab";
import { session } from "./testing";

const SESSIONS = [
  session("1", { title: "Sales by region", created_at: "2026-03-02T10:00:00Z" }),
  session("2", { title: "Survey", filename: "umfrage.csv", created_at: "2026-03-01T10:00:00Z" }),
];
const onOpen = vi.fn();
const onDeleted = vi.fn();

type Answer = () => Response | Promise<Response>;

/** The server: the list, and what is said to any change. */
function serve(change: Answer, list: Answer = () => Response.json(SESSIONS)) {
  return vi
    .spyOn(globalThis, "fetch")
    .mockImplementation(async (_path, init) => ((init?.method ?? "GET") === "GET" ? list() : change()));
}

function show(currentId: string | null = null) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={client}>
      <HistoryTab currentId={currentId} onOpen={onOpen} onDeleted={onDeleted} />
    </QueryClientProvider>,
  );
}

const refusal = (detail: string) => Response.json({ detail, code: "refused" }, { status: 400 });

beforeEach(() => {
  vi.clearAllMocks();
  // Nothing has a size in jsdom; the list shows what fits.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(50);
});

test("opens a session, and marks the current one", async () => {
  serve(() => Response.error());
  show("1");
  expect(await screen.findByRole("link", { name: /Sales by region/ })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await userEvent.click(screen.getByRole("link", { name: /Survey/ }));
  expect(onOpen).toHaveBeenCalledExactlyOnceWith("2");
});

test("finds sessions by file name and says when there is none", async () => {
  serve(() => Response.error());
  show();
  await screen.findByRole("link", { name: /Sales by region/ });
  await userEvent.type(screen.getByRole("searchbox", { name: "Search sessions" }), "umfrage");
  expect(screen.getAllByRole("link")).toHaveLength(1);
  await userEvent.type(screen.getByRole("searchbox"), "xyz");
  expect(screen.getByText(/matches “umfragexyz”/)).toBeVisible();
});

test("a new title is there at once, is sent, and stays", async () => {
  let answer: (response: Response) => void = () => undefined;
  const fetch = serve(() => new Promise<Response>((resolve) => (answer = resolve)));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Rename “Survey”" }));
  await userEvent.keyboard("Customers{Enter}");
  expect(screen.getByRole("link", { name: /Customers/ })).toBeVisible();
  await waitFor(() =>
    expect(fetch).toHaveBeenLastCalledWith(
      "/api/sessions/2",
      expect.objectContaining({ method: "PATCH", body: '{"title":"Customers"}' }),
    ),
  );
  answer(Response.json({ ...SESSIONS[1], title: "Customers!" } satisfies Partial<SessionSummary>));
  expect(await screen.findByRole("link", { name: /Customers!/ })).toBeVisible();
});

test("a title that the server refuses is taken back, with its words", async () => {
  serve(() => refusal("This title is too long."));
  show();
  await userEvent.dblClick(await screen.findByRole("link", { name: /Survey/ }));
  await userEvent.keyboard("Customers{Enter}");
  expect(await screen.findByRole("alert")).toHaveTextContent("This title is too long.");
  expect(screen.getByRole("link", { name: /Survey/ })).toBeVisible();
});

test("Esc leaves the title as it was", async () => {
  const fetch = serve(() => Response.error());
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Rename “Survey”" }));
  await userEvent.keyboard("Customers{Escape}");
  expect(screen.getByRole("link", { name: /Survey/ })).toBeVisible();
  expect(fetch).toHaveBeenCalledOnce();
});

test("deletes after a question, and only then", async () => {
  serve(() => new Response(null, { status: 204 }));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Delete “Survey”" }));
  expect(screen.getByRole("dialog")).toHaveTextContent("umfrage.csv");
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  await waitFor(() => expect(onDeleted).toHaveBeenCalledExactlyOnceWith("2"));
  expect(screen.queryByRole("link", { name: /Survey/ })).toBeNull();
});

test("a session that can't be deleted comes back to its place", async () => {
  serve(() => refusal("Try again later."));
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Delete “Sales by region”" }));
  await userEvent.click(screen.getByRole("button", { name: "Delete" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("Try again later.");
  expect(screen.getAllByRole("link")[0]).toHaveTextContent("Sales by region");
  expect(onDeleted).not.toHaveBeenCalled();
});

test("an empty history and a failing server say so", async () => {
  let list: Answer = () => refusal("The database is busy.");
  serve(
    () => Response.error(),
    () => list(),
  );
  show();
  expect(await screen.findByRole("alert")).toHaveTextContent("The database is busy.");
  list = () => Response.json([]);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText(/No sessions yet/)).toBeVisible();
});

test("of hundreds of sessions only those on the screen exist", async () => {
  serve(
    () => Response.error(),
    () => Response.json(Array.from({ length: 400 }, (_, index) => session(`many-${index}`))),
  );
  show();
  await screen.findByRole("link", { name: /Title many-0/ });
  expect(screen.getAllByRole("link").length).toBeLessThan(60);
});
