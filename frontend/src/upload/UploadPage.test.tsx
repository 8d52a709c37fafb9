import { QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../api/client";
import { queryClient } from "../api/queries";
import { type WatchImportOptions, watchImport } from "../chat/state/fileEvents";
import { rememberedImport, rememberImport } from "./pendingImport";
import { type Sent, sendFile } from "./sendFile";
import { UploadPage } from "./UploadPage";
import { uploads } from "./uploads";

vi.mock("../chat/state/fileEvents");
vi.mock("./sendFile");

const JOB = { jobId: "j1", sessionId: "s1" };
const READING: Sent = { kind: "reading", ...JOB };
const onReady = vi.fn<(sessionId: string) => void>();
const stopWatching = vi.fn<() => void>();
let watched: WatchImportOptions | undefined;

beforeEach(() => {
  sessionStorage.clear();
  uploads.abandon();
  queryClient.clear();
  queryClient.setQueryData(["me"], { email: "a@example.com", max_upload_size: 1000 });
  onReady.mockReset();
  stopWatching.mockReset();
  vi.mocked(sendFile).mockReset();
  vi.mocked(watchImport).mockImplementation((options) => {
    watched = options;
    return stopWatching;
  });
});

function show() {
  return render(
    <QueryClientProvider client={queryClient}>
      <UploadPage onReady={onReady} />
    </QueryClientProvider>,
  );
}

async function choose(file = new File(["a\n1\n"], "sales.csv")) {
  const input = document.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) throw new Error("There is no file picker.");
  await userEvent.upload(input, file, { applyAccept: false });
}

/** A promise that the test resolves when it likes. */
function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The server's answers to what the page asks over fetch, by method. */
function answer(answers: Record<string, Response>) {
  vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => answers[init.method ?? "GET"]?.clone());
}

test("a file that can't be taken is refused before anything is sent", async () => {
  show();
  await choose(new File(["x"], "notes.txt"));
  expect(screen.getByRole("alert")).toHaveTextContent("“notes.txt” is no CSV or Parquet file");
  await choose(new File(["x".repeat(1001)], "large.csv"));
  expect(screen.getByRole("alert")).toHaveTextContent("too large");
  expect(sendFile).not.toHaveBeenCalled();
});

test("a file is sent, then read, then its session opens", async () => {
  const answered = later<Sent>();
  vi.mocked(sendFile).mockReturnValue(answered.promise);
  show();
  await choose();
  expect(screen.getByRole("progressbar", { name: "Upload" })).toBeVisible();
  await act(async () => answered.resolve(READING));
  const bar = screen.getByRole("progressbar", { name: "Import" });
  act(() => watched?.onProgress(42, "Reading the file."));
  expect(bar).toHaveAttribute("aria-valuenow", "42");
  expect(screen.getByRole("status")).toHaveTextContent("Reading the file.");
  expect(rememberedImport()).toEqual({ ...JOB, filename: "sales.csv" });
  act(() => watched?.onComplete());
  expect(onReady).toHaveBeenCalledExactlyOnceWith("s1");
  expect(rememberedImport()).toBeNull();
});

test("a server that reads at once opens the session at once", async () => {
  vi.mocked(sendFile).mockResolvedValue({ kind: "done", sessionId: "s2" });
  show();
  await choose();
  expect(onReady).toHaveBeenCalledExactlyOnceWith("s2");
});

test("cancelling an upload aborts it", async () => {
  vi.mocked(sendFile).mockReturnValue(new Promise(() => {}));
  show();
  await choose();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(vi.mocked(sendFile).mock.calls[0]?.[1].signal.aborted).toBe(true);
  expect(screen.getByRole("heading", { name: "Upload a file to begin" })).toBeVisible();
});

test("cancelling an import ends it on the server", async () => {
  vi.mocked(sendFile).mockResolvedValue(READING);
  answer({ DELETE: new Response(null, { status: 204 }), GET: Response.json({ status: "failed" }) });
  show();
  await choose();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByRole("heading", { name: "Upload a file to begin" })).toBeVisible();
  expect(stopWatching).toHaveBeenCalled();
  expect(rememberedImport()).toBeNull();
});

test("an import that can't be cancelled goes on and says why", async () => {
  vi.mocked(sendFile).mockResolvedValue(READING);
  answer({
    DELETE: Response.json({ detail: "The database is busy.", code: "database_busy" }, { status: 503 }),
  });
  show();
  await choose();
  await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("The database is busy.");
  act(() => watched?.onComplete());
  expect(onReady).toHaveBeenCalledWith("s1");
});

test("what the reader says of a bad file is shown; sending it again would not help", async () => {
  vi.mocked(sendFile).mockResolvedValue(READING);
  show();
  await choose();
  act(() => watched?.onError("This is a ZIP archive, not a CSV file.", "not_a_table"));
  expect(screen.getByRole("alert")).toHaveTextContent("This is a ZIP archive, not a CSV file.");
  expect(screen.getByRole("button", { name: "Choose another file" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("after a lost connection the same file can be sent again", async () => {
  const lost = new ApiError(0, "The connection was lost while the file was being sent.", "cut_off");
  vi.mocked(sendFile)
    .mockRejectedValueOnce(lost)
    .mockReturnValue(new Promise(() => {}));
  show();
  await choose();
  expect(screen.getByRole("alert")).toHaveTextContent(lost.message);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("progressbar", { name: "Upload" })).toBeVisible();
  expect(vi.mocked(sendFile).mock.calls.map(([file]) => file.name)).toEqual(["sales.csv", "sales.csv"]);
});

test("a reload finds the import again", () => {
  rememberImport({ ...JOB, filename: "sales.csv" });
  show();
  expect(screen.getByRole("progressbar", { name: "Import" })).toBeVisible();
  expect(watched).toMatchObject(JOB);
});

test("an upload outlives the page, and its end is shown when the page is back", async () => {
  const answered = later<Sent>();
  vi.mocked(sendFile).mockReturnValue(answered.promise);
  const { unmount } = show();
  await choose();
  unmount();
  show();
  expect(screen.getByRole("progressbar", { name: "Upload" })).toBeVisible();
  await act(async () => answered.resolve({ kind: "done", sessionId: "s3" }));
  expect(onReady).toHaveBeenCalledExactlyOnceWith("s3");
});
