import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { getToken, setToken } from "../../auth/token";
import { Connection } from "./connection";
import { FakeSocket, SESSION } from "./testSupport";

const events = {
  onStatus: vi.fn(),
  onOpen: vi.fn(),
  onFrame: vi.fn(),
  onRefused: vi.fn(),
  onGone: vi.fn(),
};
let connection: Connection;

function pass(seconds: number): void {
  vi.advanceTimersByTime(seconds * 1000);
}

const lastStatus = () => events.onStatus.mock.lastCall?.[0];

beforeEach(() => {
  vi.useFakeTimers();
  vi.clearAllMocks();
  FakeSocket.install();
  setToken("token 1");
  connection = new Connection(SESSION, events);
  connection.open();
});

afterEach(() => {
  connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("opens the session's socket with the token", () => {
  expect(FakeSocket.last.url).toBe(`ws://localhost:3000/api/sessions/${SESSION}/ws?token=token+1`);
  FakeSocket.last.accept();
  expect(events.onOpen).toHaveBeenCalledOnce();
  expect(lastStatus()).toEqual({ state: "open" });
});

it("tries again after 1, 2, 4, 8 and 16 seconds, then it is lost until told to start over", () => {
  for (const [index, seconds] of [1, 2, 4, 8, 16].entries()) {
    FakeSocket.last.drop();
    expect(lastStatus()).toEqual({ state: "waiting", attempt: index + 1, retryInSeconds: seconds });
    pass(seconds - 0.001);
    expect(FakeSocket.all).toHaveLength(index + 1);
    pass(0.001);
    expect(FakeSocket.all).toHaveLength(index + 2);
  }
  FakeSocket.last.drop();
  expect(lastStatus()).toEqual({ state: "lost" });
  pass(3600);
  expect(FakeSocket.all).toHaveLength(6);
  expect(events.onRefused).toHaveBeenCalledTimes(6);
  connection.reconnect();
  FakeSocket.last.drop();
  expect(lastStatus()).toMatchObject({ state: "waiting", attempt: 1 });
});

it("counts the seconds down", () => {
  FakeSocket.last.drop();
  pass(1);
  FakeSocket.last.drop();
  pass(1);
  expect(lastStatus()).toEqual({ state: "waiting", attempt: 2, retryInSeconds: 1 });
  expect(FakeSocket.all).toHaveLength(2);
});

it("counts attempts from the start once it was open", () => {
  FakeSocket.last.drop();
  pass(1);
  FakeSocket.last.accept();
  FakeSocket.last.drop();
  expect(lastStatus()).toMatchObject({ attempt: 1, retryInSeconds: 1 });
  expect(events.onRefused).toHaveBeenCalledOnce();
});

it("doesn't wait when the browser is online again or the tab is shown", () => {
  FakeSocket.last.drop();
  pass(1);
  FakeSocket.last.drop();
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(3);
  FakeSocket.last.drop();
  expect(lastStatus()).toMatchObject({ attempt: 3 });
  document.dispatchEvent(new Event("visibilitychange"));
  expect(FakeSocket.all).toHaveLength(4);
  pass(8);
  expect(FakeSocket.live).toBe(1);
});

it("replaces a socket that the network went away from, without a second one", () => {
  FakeSocket.last.accept();
  window.dispatchEvent(new Event("online"));
  expect(FakeSocket.all).toHaveLength(2);
  expect(FakeSocket.live).toBe(1);
});

it("gives up an attempt that hangs", () => {
  pass(10);
  expect(lastStatus()).toMatchObject({ state: "waiting" });
});

it("is final once closed", () => {
  FakeSocket.last.accept();
  vi.clearAllMocks();
  connection.close();
  window.dispatchEvent(new Event("online"));
  pass(3600);
  expect(FakeSocket.live).toBe(0);
  expect(FakeSocket.all).toHaveLength(1);
  expect(events.onStatus).not.toHaveBeenCalled();
});

it("ends with the session", () => {
  FakeSocket.last.accept();
  FakeSocket.last.drop(4404);
  expect(events.onGone).toHaveBeenCalledOnce();
  pass(3600);
  expect(FakeSocket.all).toHaveLength(1);
});

it("forgets a revoked token, so that the log-in page follows", () => {
  FakeSocket.last.accept();
  FakeSocket.last.drop(4401);
  pass(1);
  expect(getToken()).toBeNull();
  expect(FakeSocket.all).toHaveLength(1);
});

it("goes on with the token that a changed password brought", () => {
  FakeSocket.last.accept();
  FakeSocket.last.drop(4401);
  setToken("token 2");
  pass(1);
  expect(FakeSocket.last.url).toContain("token+2");
  expect(getToken()).toBe("token 2");
});
