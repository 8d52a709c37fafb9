import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { setToken } from "../../auth/token";
import { watchImport } from "./fileEvents";
import { FakeSocket, frame, SESSION } from "./testSupport";

const about = { job_id: "J1", session_id: SESSION };
const callbacks = { onProgress: vi.fn(), onComplete: vi.fn(), onError: vi.fn() };
const api = vi.fn<() => Promise<Response>>();
let stop: () => void;

function answer(status: number, body: object): () => Promise<Response> {
  return async () => new Response(JSON.stringify(body), { status });
}

const progress = (percent: number, job_id = "J1") =>
  frame("file_progress", { ...about, job_id, status: "processing", progress: percent, message: "Reading." });

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  FakeSocket.install();
  vi.stubGlobal("fetch", api);
  api.mockImplementation(answer(200, { ...about, status: "processing", progress: 10 }));
  setToken("token");
  stop = watchImport({ sessionId: SESSION, jobId: "J1", ...callbacks });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("tells the import's progress and its end, and not those of another", async () => {
  FakeSocket.last.accept();
  await vi.advanceTimersByTimeAsync(0);
  FakeSocket.last.receive(progress(40), progress(90, "J2"));
  expect(callbacks.onProgress.mock.calls.map(([percent]) => percent)).toEqual([10, 40]);
  FakeSocket.last.receive(frame("file_complete", { ...about, status: "completed", metadata: null }));
  expect(callbacks.onComplete).toHaveBeenCalledOnce();
  expect(FakeSocket.live).toBe(0);
});

it("notices an import that ended before its socket was open", async () => {
  api.mockImplementation(answer(200, { ...about, status: "failed", error: "No table.", code: "not_a_csv" }));
  FakeSocket.last.accept();
  await vi.advanceTimersByTimeAsync(0);
  expect(callbacks.onError).toHaveBeenCalledExactlyOnceWith("No table.", "not_a_csv");
  expect(FakeSocket.live).toBe(0);
});

it("asks for the status every two seconds as long as no socket opens", async () => {
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(1000);
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(2000);
  FakeSocket.last.drop(); // the next attempt is in four seconds
  await vi.advanceTimersByTimeAsync(0);
  api.mockClear();
  await vi.advanceTimersByTimeAsync(3999);
  expect(api).toHaveBeenCalledTimes(2);
  for (const seconds of [1, 8, 16]) {
    await vi.advanceTimersByTimeAsync(seconds * 1000);
    FakeSocket.last.drop();
  }
  api.mockImplementation(answer(200, { ...about, status: "completed", progress: 100 }));
  await vi.advanceTimersByTimeAsync(2000);
  expect(callbacks.onComplete).toHaveBeenCalledOnce();
});

it("goes on while the server can't be reached, and ends when it knows no such import", async () => {
  api.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(0);
  expect(callbacks.onProgress).toHaveBeenCalledWith(0, "The server can't be reached. Trying again …");
  api.mockImplementation(answer(404, { detail: "You have no import with this id.", code: "job_not_found" }));
  await vi.advanceTimersByTimeAsync(1000);
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(0);
  expect(callbacks.onError).toHaveBeenCalledExactlyOnceWith(
    "You have no import with this id.",
    "job_not_found",
  );
});

it("says nothing after it was stopped", async () => {
  FakeSocket.last.accept();
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(callbacks.onProgress).not.toHaveBeenCalled();
});
