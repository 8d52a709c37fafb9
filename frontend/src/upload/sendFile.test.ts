import { beforeEach, expect, test, vi } from "vitest";
import { UNREACHABLE } from "../api/client";
import { getToken, setToken } from "../auth/token";
import { sendFile } from "./sendFile";

/** The browser's XMLHttpRequest as far as an upload uses it; the test plays the network. */
class FakeXhr {
  static last: FakeXhr;
  status = 0;
  responseText = "";
  readonly headers: Record<string, string> = {};
  readonly upload: { onprogress?: (event: { loaded: number }) => void } = {};
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  onloadend = () => {};
  constructor() {
    FakeXhr.last = this;
  }
  open = vi.fn();
  send = vi.fn();
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  abort() {
    this.onabort();
    this.onloadend();
  }
  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
    this.onloadend();
  }
}

const server = vi.fn<typeof fetch>();
const file = new File(["a,b\n1,2\n"], "sales.csv");

beforeEach(() => {
  server.mockReset();
  vi.stubGlobal("fetch", server);
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
  setToken("t1");
});

function begin() {
  const controller = new AbortController();
  const onProgress = vi.fn<(bytes: number) => void>();
  const sent = sendFile(file, { signal: controller.signal, onProgress });
  return { controller, onProgress, sent, xhr: FakeXhr.last };
}

test("it sends with the token, asks to be answered at once and tells how much is sent", async () => {
  const { sent, xhr, onProgress } = begin();
  expect(xhr.headers).toEqual({ Authorization: "Bearer t1", Prefer: "respond-async" });
  xhr.upload.onprogress?.({ loaded: 4 });
  xhr.upload.onprogress?.({ loaded: 300 });
  expect(onProgress.mock.calls).toEqual([[4], [file.size]]);
  xhr.answer(202, { job_id: "j1", session_id: "s1" });
  expect(await sent).toEqual({ kind: "reading", jobId: "j1", sessionId: "s1" });
});

test("a server that has read the file already answers with the session", async () => {
  const { sent, xhr } = begin();
  xhr.answer(201, { session_id: "s1", file: {} });
  expect(await sent).toEqual({ kind: "done", sessionId: "s1" });
});

test("a refusal has the server's words, and a refused token is forgotten", async () => {
  const { sent, xhr } = begin();
  xhr.answer(401, { detail: "Log in again.", code: "token_invalid" });
  await expect(sent).rejects.toMatchObject({ status: 401, message: "Log in again." });
  expect(getToken()).toBeNull();
});

test("aborting is no error of the server", async () => {
  const { sent, controller } = begin();
  controller.abort();
  await expect(sent).rejects.toMatchObject({ name: "AbortError" });
  expect(server).not.toHaveBeenCalled();
});

test.each([
  ["too large for the server", Response.json({ max_upload_size: 3 }), /too large/],
  [
    "sent with a stale token",
    Response.json({ detail: "Log in again.", code: "token_invalid" }, { status: 401 }),
    /^Log in again/,
  ],
  ["sent over a bad line", Response.json({ max_upload_size: 1000 }), /^The connection was lost/],
])("a file that is cut off and was %s says so", async (_why, answer, sentence) => {
  server.mockResolvedValue(answer);
  const { sent, xhr } = begin();
  xhr.onerror();
  await expect(sent).rejects.toThrow(sentence);
});

test("a server that is gone is no reason to suspect the file", async () => {
  server.mockRejectedValue(new TypeError("Failed to fetch"));
  const { sent, xhr } = begin();
  xhr.onerror();
  await expect(sent).rejects.toThrow(/^The connection was lost/);
  await expect(sent).rejects.not.toThrow(UNREACHABLE);
});

test("a file that was changed meanwhile has to be chosen again", async () => {
  const unreadable = { arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")) };
  vi.spyOn(file, "slice").mockReturnValue(unreadable as unknown as Blob);
  const { sent, xhr } = begin();
  xhr.onerror();
  await expect(sent).rejects.toThrow(/changed, moved or deleted/);
});
