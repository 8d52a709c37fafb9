/** Making and changing turns without touching the others: what didn't change keeps its identity. */
import type { ChatState, Item, Question, TextItem, Turn } from "./types";

export function newTurn(known: { id: string | null; key: string; question: Question | null }): Turn {
  return {
    ...known,
    items: [],
    status: "running",
    lastSeq: 0,
    activity: null,
    followUps: [],
    grounding: null,
  };
}

/** The turn that is being answered, also while the server has not said so yet. */
export function runningTurn(state: ChatState): Turn | null {
  return state.turns.findLast((turn) => turn.status === "running") ?? null;
}

/** The turn that this tab asked for and the server has not answered. */
export function pendingTurn(state: ChatState): Turn | null {
  return state.turns.find((turn) => turn.id === null && turn.status === "running") ?? null;
}

export function turnById(state: ChatState, id: string): Turn | null {
  return state.turns.findLast((turn) => turn.id === id) ?? null;
}

export function replaceTurn(state: ChatState, old: Turn, changed: Turn): ChatState {
  return { ...state, turns: state.turns.map((turn) => (turn === old ? changed : turn)) };
}

export function withoutTurn(state: ChatState, gone: Turn): ChatState {
  return { ...state, turns: state.turns.filter((turn) => turn !== gone) };
}

/** The server refused the question, or never got it: it goes to the end, beside the text box. */
export function withUnsent(state: ChatState, pending: Turn): ChatState {
  const rest = withoutTurn(state, pending);
  if (pending.question === null) return rest;
  const question: Question = { text: pending.question.text, state: "unsent" };
  return { ...rest, turns: [...rest.turns, { ...pending, question, status: "failed" }] };
}

/** Pieces with one id are one text, also when another text's pieces came in between. */
export function withText(items: Item[], id: string, piece: string): Item[] {
  const last = items.findLastIndex((item) => item.kind === "text" && item.id === id);
  if (last < 0) return [...items, { kind: "text", id, text: piece, figures: null }];
  return items.map((item, index) =>
    index === last && item.kind === "text" ? { ...item, text: item.text + piece } : item,
  );
}

export function withFigures(items: Item[], figures: Record<string, TextItem["figures"]>): Item[] {
  return items.map((item) => {
    const found = item.kind === "text" ? figures[item.id] : undefined;
    return item.kind === "text" && found ? { ...item, figures: found } : item;
  });
}
