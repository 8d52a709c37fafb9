/** What a frame of the socket does to the conversation. */
import type { ServerFrame } from "../../api/types";
import {
  newTurn,
  pendingTurn,
  replaceTurn,
  runningTurn,
  turnById,
  withFigures,
  withText,
  withUnsent,
} from "./turns";
import type { ChatState, DoneData, Item, Turn } from "./types";

type ErrorData = Extract<ServerFrame, { event: "error" }>["data"];

/** A frame that belongs to a turn. */
export type TurnFrame = ServerFrame & { seq: number; turn_id: string };

export function isTurnFrame(frame: ServerFrame): frame is TurnFrame {
  return frame.turn_id !== null && frame.seq !== null;
}

/** `gap`: frames before it are missing, and have to be asked for. */
export type Arrival = "next" | "seen" | "gap";

export function arrival(state: ChatState, frame: TurnFrame): Arrival {
  const turn = turnById(state, frame.turn_id);
  const last = turn?.lastSeq ?? 0;
  if (frame.seq <= last) return "seen";
  // A turn that was loaded when it was over has all its messages; `done` alone tells more of it.
  if (turn && turn.status !== "running") return frame.event === "done" ? "next" : "seen";
  return frame.seq === last + 1 ? "next" : "gap";
}

export function applyFrame(state: ChatState, frame: ServerFrame): ChatState {
  if (!isTurnFrame(frame)) return applyLoose(state, frame);
  const known = turnById(state, frame.turn_id);
  if (known === null) return applyKnown(withTurnOf(state, frame), frame);
  return applyKnown(state, frame);
}

/** Without a turn: answers to what this tab sent, and what concerns the whole session. */
function applyLoose(state: ChatState, frame: ServerFrame): ChatState {
  if (frame.event === "session_update") return withTitle(state, frame.data.title);
  if (frame.event === "error") return refused(state, frame.data);
  return state;
}

function withTitle(state: ChatState, title: string): ChatState {
  return state.title === title ? state : { ...state, title };
}

/** The first frame of a turn answers this tab's question, unless it has asked none: then the turn is another's. */
function withTurnOf(state: ChatState, frame: TurnFrame): ChatState {
  const pending = frame.seq === 1 ? pendingTurn(state) : null;
  if (pending) return replaceTurn(state, pending, accepted(pending, frame.turn_id));
  const foreign = newTurn({ id: frame.turn_id, key: frame.turn_id, question: null });
  return { ...state, turns: [...state.turns, foreign] };
}

function accepted(turn: Turn, id: string): Turn {
  return { ...turn, id, question: turn.question && { ...turn.question, state: "sent" } };
}

function applyKnown(state: ChatState, frame: TurnFrame): ChatState {
  const turn = turnById(state, frame.turn_id);
  if (turn === null || arrival(state, frame) !== "next") return state;
  const changed = { ...changedBy(turn, frame), lastSeq: frame.seq };
  const next = replaceTurn(state, turn, changed);
  return frame.event === "session_update" ? withTitle(next, frame.data.title) : next;
}

function changedBy(turn: Turn, frame: TurnFrame): Turn {
  switch (frame.event) {
    case "status":
      return { ...turn, activity: frame.data.message };
    case "text":
      return {
        ...turn,
        activity: null,
        items: withText(turn.items, frame.data.message_id, frame.data.text),
      };
    case "done":
      return closed(turn, frame.data);
    default: {
      const item = itemOf(frame);
      return item ? { ...turn, activity: null, items: [...turn.items, item] } : turn;
    }
  }
}

function itemOf(frame: TurnFrame): Item | null {
  switch (frame.event) {
    case "plot": {
      const { message_id, title, vega_lite_spec, execution_id } = frame.data;
      return { kind: "plot", id: message_id, title, spec: vega_lite_spec, executionId: execution_id };
    }
    case "query_result":
      return { kind: "result", id: frame.data.message_id, result: frame.data };
    case "error":
      return { kind: "error", id: `${frame.turn_id}:${frame.seq}`, ...frame.data };
    default:
      return null;
  }
}

function closed(turn: Turn, done: DoneData): Turn {
  const { status, follow_ups: followUps, grounding } = done;
  const over = { ...turn, status, followUps, activity: null };
  if (!grounding) return over;
  const { verified, derived, unverified, messages } = grounding;
  return {
    ...over,
    grounding: { verified, derived, unverified },
    items: withFigures(turn.items, messages),
  };
}

/** The server answers the last frame of this tab with an error. */
function refused(state: ChatState, { message, code }: ErrorData): ChatState {
  if (code === "turn_not_found") return state; // the session is loaded again
  const next = { ...state, notice: message };
  const pending = pendingTurn(state);
  if (pending) return withUnsent(next, pending);
  const running = runningTurn(state);
  return code === "busy" && running ? disowned(next, running) : next;
}

/**
 * Another tab was faster, and the first frames of its turn looked like the answer to this tab's question.
 * The turn gets a key of its own, so that it reads as the other's from now on.
 */
function disowned(state: ChatState, turn: Turn): ChatState {
  if (turn.id === null || turn.key === turn.id) return state;
  const foreign = { ...turn, key: turn.id, question: null };
  const own = newTurn({ id: null, key: turn.key, question: turn.question });
  const next = replaceTurn(state, turn, foreign);
  return withUnsent({ ...next, turns: [...next.turns, own] }, own);
}
