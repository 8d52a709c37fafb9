/** Sessions, frames and a socket for the tests of this folder. */
import { vi } from "vitest";
import type { ClientFrame, Figure, Message, ServerFrame, SessionDetail } from "../../api/types";
import type { DoneData } from "./types";

type Data<E extends ServerFrame["event"]> = Extract<ServerFrame, { event: E }>["data"];

export const SESSION = "5b0d7c3e-0000-4000-8000-000000000001";

export function session(over: Partial<SessionDetail> = {}): SessionDetail {
  const moment = "2026-01-01T00:00:00Z";
  const file = {} as SessionDetail["file"];
  const base = { id: SESSION, title: "sales.csv", created_at: moment, updated_at: moment, file };
  return { ...base, messages: [], running_turn_id: null, follow_ups: [], ...over };
}

export function message(turn_id: string, over: Partial<Message>): Message {
  const base = { id: `${turn_id}-m`, role: "assistant", type: "text", text: "", plot_data: null };
  const rest = { grounding: null, created_at: "2026-01-01T00:00:00Z", execution_id: null, error_code: "" };
  return { ...base, ...rest, turn_id, ...over } as Message;
}

export const question = (turn_id: string, text: string) =>
  message(turn_id, { id: `${turn_id}-q`, role: "user", text });

export function frame<E extends ServerFrame["event"]>(
  event: E,
  data: Data<E>,
  seq: number | null = null,
  turn_id: string | null = null,
): ServerFrame {
  return { event, data, seq, turn_id } as ServerFrame;
}

export const text = (seq: number, piece: string, message_id = "a", turn = "T1") =>
  frame("text", { text: piece, message_id }, seq, turn);

export function done(seq: number, over: Partial<DoneData> = {}, turn = "T1"): ServerFrame {
  const usage = {
    input_tokens: 0,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  const base = { turn_id: turn, status: "completed", follow_ups: [], usage, grounding: null } as const;
  return frame("done", { ...base, follow_ups: [], data_updated: false, ...over }, seq, turn);
}

export const refusal = (code: string) => frame("error", { message: `Refused: ${code}`, code });

export function figure(over: Partial<Figure> = {}): Figure {
  const nowhere = {
    execution_id: null,
    row: null,
    column: null,
    table: null,
    derivation: null,
    reason: null,
  };
  return { text: "12", start: 0, end: 2, status: "verified", ...nowhere, ...over };
}

/** Stands in for the browser's; the test plays the server. */
export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = 0;
  sent: ClientFrame[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  /** Installs it; the sockets of earlier tests are forgotten. */
  static install(): void {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
  }

  static get last(): FakeSocket {
    const last = FakeSocket.all.at(-1);
    if (!last) throw new Error("No socket was opened.");
    return last;
  }

  static get live(): number {
    return FakeSocket.all.filter((socket) => socket.readyState < 2).length;
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data) as ClientFrame);
  }

  close(): void {
    this.drop(1006);
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  receive(...frames: ServerFrame[]): void {
    for (const one of frames) this.onmessage?.({ data: JSON.stringify(one) });
  }

  /** The connection broke, or the server closed it. */
  drop(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.onclose?.({ code });
  }
}
