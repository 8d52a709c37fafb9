/** The conversation as the screen shows it: turns, each a question and the items of its answer. */
import type { Figure, QueryResult, ServerFrame, VegaLiteSpec } from "../../api/types";

export type DoneData = Extract<ServerFrame, { event: "done" }>["data"];
export type TurnStatus = "running" | DoneData["status"];

export interface TextItem {
  kind: "text";
  id: string;
  text: string;
  /** The figures of the text and where they come from; null until the turn is done, or when not checked. */
  figures: Figure[] | null;
}

export interface PlotItem {
  kind: "plot";
  id: string;
  title: string;
  spec: VegaLiteSpec;
  executionId: string | null;
}

export interface ResultItem {
  kind: "result";
  id: string;
  result: QueryResult;
}

export interface ErrorItem {
  kind: "error";
  id: string;
  message: string;
  code: string;
}

export type Item = TextItem | PlotItem | ResultItem | ErrorItem;

/** `sending`: the server has not answered yet. `unsent`: it refused it, or never got it; its turn is `failed`. */
export type QuestionState = "sending" | "sent" | "unsent";

export interface Question {
  text: string;
  state: QuestionState;
}

export interface Turn {
  /** The server's id; null as long as the server has not answered. */
  id: string | null;
  /** Stable for React, also before the server has given an id. */
  key: string;
  /** null for an automatic analysis. */
  question: Question | null;
  items: Item[];
  status: TurnStatus;
  /** The last `seq` received; 0 before the first. */
  lastSeq: number;
  /** What the server says it is doing right now. */
  activity: string | null;
  followUps: string[];
  /** How many figures of its texts were traced; null when none was checked. */
  grounding: { verified: number; derived: number; unverified: number } | null;
}

export interface ChatState {
  title: string;
  turns: Turn[];
  /** A sentence of the server that belongs to no turn, such as a refused message; null when there is none. */
  notice: string | null;
}

/** How the socket is. `waiting` is between two attempts; `lost` is after the last one. */
export type ConnectionStatus =
  | { state: "connecting" }
  | { state: "open" }
  | { state: "waiting"; attempt: number; retryInSeconds: number }
  | { state: "lost" };

/** The whole interface between the conversation and the screen. */
export interface Chat {
  state: ChatState;
  connection: ConnectionStatus;
  /** The turn that is being answered, if there is one. */
  running: Turn | null;
  /** False when it can't be sent now; the text stays with the caller then. */
  ask(text: string): boolean;
  autoAnalyze(): boolean;
  stop(): void;
  /** After `lost`: start over. */
  reconnect(): void;
  dismissNotice(): void;
}
