/** A loaded session merged into what is on the screen already. */
import type { SessionDetail } from "../../api/types";
import { turnsOf } from "./restore";
import { pendingTurn, withUnsent } from "./turns";
import type { ChatState, Turn } from "./types";

/**
 * What the session has that the screen lacks: turns of other tabs, their questions, an end that was missed.
 * What the screen has, it keeps: it may be ahead of the session, which was read a moment ago.
 *
 * `settle` names the turn whose question went out on a socket that broke: if the session doesn't have it
 * now, the server never got it.
 */
export function merge(state: ChatState, session: SessionDetail, settle: string | null): ChatState {
  const turns = mergeTurns(state.turns, turnsOf(session));
  const same =
    turns.length === state.turns.length && turns.every((turn, index) => turn === state.turns[index]);
  const next = same && state.title === session.title ? state : { ...state, title: session.title, turns };
  return settle === null ? next : settled(next, settle);
}

/** The question is not on its way any more. */
export function settled(state: ChatState, key: string): ChatState {
  const pending = pendingTurn(state);
  return pending?.key === key ? withUnsent(state, pending) : state;
}

function mergeTurns(local: Turn[], loaded: Turn[]): Turn[] {
  const merged = [...local];
  let place = 0;
  for (const turn of loaded) {
    dropTwin(turn, merged);
    const index = placeOf(turn, merged);
    const mine = merged[index];
    if (mine) merged[index] = mergeTurn(mine, turn);
    else merged.splice(place, 0, turn);
    place = (mine ? index : place) + 1;
  }
  return merged;
}

/** Where the turn is on the screen: by its id, or as the question that the server has got after all. */
function placeOf(turn: Turn, turns: Turn[]): number {
  const known = turns.findIndex((mine) => mine.id === turn.id);
  return known >= 0 ? known : twinOf(turn, turns);
}

/** What this tab asked for with the same words, and has no id yet. */
function twinOf(turn: Turn, turns: Turn[]): number {
  return turns.findIndex((mine) => mine.id === null && mine.question?.text === turn.question?.text);
}

/** A turn that seemed another's, until its question was known, is this tab's own: it stands there once. */
function dropTwin(turn: Turn, turns: Turn[]): void {
  const seemedForeign = turns.some((mine) => mine.id === turn.id && mine.question === null);
  const twin = twinOf(turn, turns);
  if (seemedForeign && turn.question !== null && twin >= 0) turns.splice(twin, 1);
}

function mergeTurn(mine: Turn, loaded: Turn): Turn {
  const missedTheEnd = mine.status === "running" && loaded.status !== "running";
  if (mine.id === null || missedTheEnd) return { ...loaded, key: mine.key, lastSeq: mine.lastSeq };
  if (mine.question === null && loaded.question !== null) return { ...mine, question: loaded.question };
  return mine;
}
