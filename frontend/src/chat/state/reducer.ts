/** The conversation as a function of what happened. Pure; untouched turns and items keep their identity. */
import type { ServerFrame, SessionDetail } from "../../api/types";
import { applyFrame } from "./frames";
import { merge, settled } from "./merge";
import { restore } from "./restore";
import { newTurn } from "./turns";
import type { ChatState, Question } from "./types";

export type Action =
  /** Begin anew with a loaded session. */
  | { type: "restored"; session: SessionDetail }
  /** The session was loaded again; `settle` as in `merge`. */
  | { type: "loaded"; session: SessionDetail; settle: string | null }
  /** Whether the question of this turn was received can't be learnt. */
  | { type: "given_up"; key: string }
  | { type: "asked"; key: string; text: string }
  | { type: "auto_analyzed"; key: string }
  | { type: "frame"; frame: ServerFrame }
  | { type: "noticed"; message: string | null };

export function reduce(state: ChatState, action: Action): ChatState {
  switch (action.type) {
    case "restored":
      return restore(action.session);
    case "loaded":
      return merge(state, action.session, action.settle);
    case "given_up":
      return settled(state, action.key);
    case "asked":
      return begin(withoutUnsent(state, action.text), action.key, { text: action.text, state: "sending" });
    case "auto_analyzed":
      return begin(state, action.key, null);
    case "frame":
      return applyFrame(state, action.frame);
    case "noticed":
      return state.notice === action.message ? state : { ...state, notice: action.message };
  }
}

function begin(state: ChatState, key: string, question: Question | null): ChatState {
  const turn = newTurn({ id: null, key, question });
  return { ...state, notice: null, turns: [...state.turns, turn] };
}

/** A question that is sent again stands in the conversation once. */
function withoutUnsent(state: ChatState, text: string): ChatState {
  const turns = state.turns.filter(
    (turn) => !(turn.question?.state === "unsent" && turn.question.text === text),
  );
  return turns.length === state.turns.length ? state : { ...state, turns };
}
