import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sessionQuery, sessionsQuery } from "../../api/queries";
import { setToken } from "../../auth/token";
import { done, FakeSocket, frame, message, question, SESSION, session, text } from "./testSupport";
import { useChat } from "./useChat";

const client = new QueryClient();
const options = { onGone: vi.fn(), onTurnDone: vi.fn(), autoAnalyze: true };

function wrapper({ children }: { children: ReactNode }) {
  return (
    <StrictMode>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </StrictMode>
  );
}

const chat = (initial = session()) =>
  renderHook(({ loaded }) => useChat(loaded, options), { wrapper, initialProps: { loaded: initial } });

beforeEach(() => {
  FakeSocket.install();
  setToken("token");
  client.clear();
  client.setQueryData(sessionQuery(SESSION).queryKey, session());
});

afterEach(() => vi.unstubAllGlobals());

it("has one socket and one automatic analysis in strict mode", async () => {
  const { result, unmount } = chat();
  act(() => FakeSocket.last.accept());
  expect(FakeSocket.live).toBe(1);
  expect(FakeSocket.last.sent).toEqual([{ type: "auto_analyze" }]);
  expect(result.current.connection).toEqual({ state: "open" });
  expect(result.current.running).toMatchObject({ id: null, question: null });

  FakeSocket.last.receive(text(1, "A file."), done(2));
  await vi.waitFor(() => expect(result.current.running).toBeNull());
  expect(options.onTurnDone).toHaveBeenCalledOnce();
  unmount();
  expect(FakeSocket.live).toBe(0);
  expect(client.getQueryState(sessionQuery(SESSION).queryKey)?.isInvalidated).toBe(true);
});

it("gives a new title to the list of sessions", async () => {
  const moment = "2026-01-01T00:00:00Z";
  const summary = {
    id: SESSION,
    created_at: moment,
    updated_at: moment,
    filename: "sales.csv",
    row_count: 1,
  };
  client.setQueryData(sessionsQuery.queryKey, [{ ...summary, title: "sales.csv" }]);
  const { result } = chat();
  act(() => FakeSocket.last.accept());
  FakeSocket.last.receive(frame("session_update", { title: "Sales by month" }));
  await vi.waitFor(() => expect(result.current.state.title).toBe("Sales by month"));
  expect(client.getQueryData(sessionsQuery.queryKey)).toMatchObject([{ title: "Sales by month" }]);
  expect(client.getQueryData(sessionQuery(SESSION).queryKey)).toMatchObject({ title: "Sales by month" });
});

it("leaves a list without the session to be asked for again", async () => {
  client.setQueryData(sessionsQuery.queryKey, []);
  const { result } = chat();
  act(() => FakeSocket.last.accept());
  FakeSocket.last.receive(frame("session_update", { title: "Sales by month" }));
  await vi.waitFor(() => expect(result.current.state.title).toBe("Sales by month"));
  expect(client.getQueryState(sessionsQuery.queryKey)?.isInvalidated).toBe(true);
});

it("takes in what the caller loaded anew", () => {
  const { result, rerender } = chat();
  const messages = [question("T1", "How many?"), message("T1", { text: "12" })];
  rerender({ loaded: session({ messages }) });
  expect(result.current.state.turns).toMatchObject([{ id: "T1", items: [{ text: "12" }] }]);
});

it("begins another conversation with another session", () => {
  const { result, rerender } = chat();
  act(() => FakeSocket.last.accept());
  const other = SESSION.replace("1", "2");
  rerender({ loaded: session({ id: other, title: "Other" }) });
  expect(result.current.state.title).toBe("Other");
  expect(FakeSocket.last.url).toContain(other);
  expect(FakeSocket.live).toBe(1);
});
