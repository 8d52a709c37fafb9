import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ApiError } from "../../api/client";
import type { SessionDetail } from "../../api/types";
import { setToken } from "../../auth/token";
import { Conversation } from "./conversation";
import { done, FakeSocket, frame, message, question, refusal, session, text } from "./testSupport";

const events = {
  load: vi.fn<() => Promise<SessionDetail>>(),
  check: vi.fn<() => Promise<void>>(),
  onGone: vi.fn(),
  onTurnDone: vi.fn(),
  onTitle: vi.fn(),
};
let conversation: Conversation;
let disconnect: () => void;

function begin(from: SessionDetail = session(), autoAnalyze = false): void {
  conversation = new Conversation(from, autoAnalyze);
  disconnect = conversation.connect(events);
  FakeSocket.last.accept();
}

/** The socket breaks and the next one opens. */
async function reopen(): Promise<void> {
  FakeSocket.last.drop();
  vi.advanceTimersByTime(1000);
  FakeSocket.last.accept();
  await vi.advanceTimersByTimeAsync(20);
}

const turns = () => conversation.getSnapshot().state.turns;

beforeEach(() => {
  vi.useFakeTimers();
  vi.resetAllMocks();
  events.load.mockResolvedValue(session());
  events.check.mockResolvedValue();
  FakeSocket.install();
  setToken("token");
});

afterEach(() => {
  disconnect();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("sends a question, and no second one while the first is answered", async () => {
  begin();
  expect(conversation.ask("  How many? ")).toBe(true);
  expect(conversation.ask("And?")).toBe(false);
  expect(FakeSocket.last.sent).toEqual([{ type: "message", text: "How many?" }]);
  FakeSocket.last.receive(text(1, "12"), done(2));
  await vi.advanceTimersByTimeAsync(20);
  expect(turns()).toMatchObject([{ status: "completed", items: [{ text: "12" }] }]);
  expect(events.onTurnDone).toHaveBeenCalledOnce();
  expect(events.load).not.toHaveBeenCalled();
  expect(conversation.ask("And?")).toBe(true);
});

it("keeps the text with the caller when there is no socket", () => {
  begin();
  FakeSocket.last.drop();
  expect(conversation.ask("How many?")).toBe(false);
  expect(turns()).toEqual([]);
});

it("draws the frames of a moment together", async () => {
  begin();
  conversation.ask("?");
  const listener = vi.fn();
  conversation.subscribe(listener);
  FakeSocket.last.receive(text(1, "a"), text(2, "b"), text(3, "c"));
  expect(listener).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  expect(listener).toHaveBeenCalledOnce();
  expect(turns()[0]?.items).toMatchObject([{ text: "abc" }]);
});

it("resumes a running answer with the first frame of the new socket", async () => {
  begin();
  conversation.ask("?");
  FakeSocket.last.receive(text(1, "a"), text(2, "b"));
  await reopen();
  expect(FakeSocket.last.sent).toEqual([{ type: "resume", turn_id: "T1", after: 2 }]);
  FakeSocket.last.receive(text(3, "c"), done(4));
  await vi.advanceTimersByTimeAsync(20);
  expect(turns()).toMatchObject([{ status: "completed", items: [{ text: "abc" }] }]);
  expect(events.load).toHaveBeenCalledOnce(); // another tab may have asked meanwhile
});

it("resumes the running turn of a restored session from its beginning", () => {
  begin(session({ messages: [question("T1", "?")], running_turn_id: "T1" }));
  expect(FakeSocket.last.sent).toEqual([{ type: "resume", turn_id: "T1", after: 0 }]);
});

it("asks once for what is missing before a frame", () => {
  begin();
  FakeSocket.last.receive(text(3, "c"), text(4, "d"));
  expect(FakeSocket.last.sent).toEqual([{ type: "resume", turn_id: "T1", after: 0 }]);
});

it("finds out whether a question arrived before its socket broke", async () => {
  begin();
  conversation.ask("Received?");
  events.load.mockResolvedValue(session({ messages: [question("T1", "Received?")], running_turn_id: "T1" }));
  await reopen();
  expect(turns()).toMatchObject([{ id: "T1", status: "running", question: { state: "sent" } }]);
  expect(FakeSocket.last.sent).toEqual([{ type: "resume", turn_id: "T1", after: 0 }]);
});

it("says so when it did not arrive, or that can't be learnt", async () => {
  begin();
  conversation.ask("Lost?");
  await reopen();
  expect(turns()).toMatchObject([{ question: { text: "Lost?", state: "unsent" } }]);

  conversation.ask("Lost?");
  events.load.mockRejectedValue(new ApiError(500, "It broke.", "internal_error"));
  await reopen();
  expect(conversation.getSnapshot().state).toMatchObject({
    notice: "It broke.",
    turns: [{ question: { text: "Lost?", state: "unsent" } }],
  });
});

it("loads the session for the question of another tab, once", async () => {
  begin();
  events.load.mockResolvedValue(session({ messages: [question("T1", "Theirs?")], running_turn_id: "T1" }));
  FakeSocket.last.receive(text(1, "a"), text(2, "b"));
  await vi.advanceTimersByTimeAsync(20);
  FakeSocket.last.receive(text(3, "c"));
  await vi.advanceTimersByTimeAsync(20);
  expect(events.load).toHaveBeenCalledOnce();
  expect(turns()).toMatchObject([{ question: { text: "Theirs?" }, items: [{ text: "abc" }] }]);
});

it("shows the running turn that made the server refuse a question", async () => {
  begin();
  events.load.mockResolvedValue(session({ messages: [question("T1", "Theirs?")], running_turn_id: "T1" }));
  conversation.ask("Mine?");
  FakeSocket.last.receive(refusal("busy"));
  await vi.advanceTimersByTimeAsync(20);
  expect(turns()).toMatchObject([
    { id: "T1", question: { text: "Theirs?" } },
    { id: null, question: { text: "Mine?", state: "unsent" } },
  ]);
});

it("starts anew from the session when the server doesn't know the turn", async () => {
  begin(session({ messages: [question("T1", "?")], running_turn_id: "T1" }));
  const messages = [question("T0", "Older?"), message("T0", { text: "Yes." })];
  events.load.mockResolvedValue(session({ messages }));
  FakeSocket.last.receive(refusal("turn_not_found"));
  await vi.advanceTimersByTimeAsync(20);
  expect(turns()).toMatchObject([{ id: "T0", status: "completed" }]);
});

it("analyzes a new file once, also when everything is mounted twice", () => {
  conversation = new Conversation(session(), true);
  conversation.connect(events)();
  disconnect = conversation.connect(events);
  FakeSocket.last.accept();
  expect(FakeSocket.all.flatMap((socket) => socket.sent)).toEqual([{ type: "auto_analyze" }]);
  expect(FakeSocket.live).toBe(1);
});

it("asks for the automatic analysis again when it never arrived", async () => {
  begin(session(), true);
  await reopen();
  expect(FakeSocket.last.sent).toEqual([{ type: "auto_analyze" }]);
  expect(turns()).toHaveLength(1);
});

it("asks why a handshake was refused: a session that is gone ends it, a silent server doesn't", async () => {
  begin();
  FakeSocket.last.drop();
  events.check.mockRejectedValueOnce(new ApiError(0, "Unreachable.", "unreachable"));
  await vi.advanceTimersByTimeAsync(1000);
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(2000);
  expect(FakeSocket.all).toHaveLength(3);
  events.check.mockRejectedValueOnce(new ApiError(404, "No such session.", "not_found"));
  FakeSocket.last.drop();
  await vi.advanceTimersByTimeAsync(3600_000);
  expect(events.onGone).toHaveBeenCalledOnce();
  expect(FakeSocket.all).toHaveLength(3);
});

it("tells a new title, whoever gave it", () => {
  begin();
  FakeSocket.last.receive(frame("session_update", { title: "Sales" }));
  expect(events.onTitle).toHaveBeenCalledExactlyOnceWith("Sales");
});
