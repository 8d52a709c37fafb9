/** A session's conversation outside of React: what happened, and the socket that tells it. */
import { ApiError, errorMessage } from "../../api/client";
import type { ServerFrame, SessionDetail } from "../../api/types";
import { Connection } from "./connection";
import { arrival, isTurnFrame, type TurnFrame } from "./frames";
import { type Action, reduce } from "./reducer";
import { restore } from "./restore";
import { pendingTurn, runningTurn, turnById } from "./turns";
import type { ChatState, ConnectionStatus, Turn } from "./types";

export interface ConversationEvents {
  /** Loads the session anew. */
  load(): Promise<SessionDetail>;
  /** Raises ApiError when the session can't be opened. */
  check(): Promise<void>;
  onGone(): void;
  onTurnDone(): void;
  onTitle(title: string): void;
}

export interface Snapshot {
  state: ChatState;
  connection: ConnectionStatus;
}

/** Frames of one screen refresh are drawn together: a resumed answer comes as thousands of them. */
const DRAW_MILLISECONDS = 16;

let questions = 0;

export class Conversation {
  readonly sessionId: string;
  private state: ChatState;
  private status: ConnectionStatus = { state: "connecting" };
  private snapshot: Snapshot;
  private readonly listeners = new Set<() => void>();
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private connection: Connection | null = null;
  private events: ConversationEvents | null = null;
  private hasBeenOpen = false;
  /** Turns of other tabs may have come and gone unheard. */
  private missedSome = false;
  /** What this socket was asked to send again, so that it is asked once. */
  private readonly resumed = new Set<string>();
  private loading = false;
  /** What is wanted of the session once it is read; null when nothing is. */
  private toLoad: "loaded" | "restored" | null = null;
  /** The key of the turn whose question went out on a socket that broke. */
  private unsettled: string | null = null;

  constructor(
    session: SessionDetail,
    private analyzeAtOpen: boolean,
  ) {
    this.sessionId = session.id;
    this.state = restore(session);
    this.snapshot = { state: this.state, connection: this.status };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  readonly getSnapshot = (): Snapshot => this.snapshot;

  /** Opens the socket; returns what closes it. */
  connect(events: ConversationEvents): () => void {
    const connection = new Connection(this.sessionId, {
      onStatus: (status) => {
        this.status = status;
        this.draw();
      },
      onOpen: () => this.opened(),
      onFrame: (frame) => this.receive(frame),
      onRefused: () => void this.findOutWhy(events),
      onGone: () => events.onGone(),
    });
    this.events = events;
    this.connection = connection;
    connection.open();
    return () => {
      connection.close();
      this.connection = null;
      this.events = null;
    };
  }

  readonly ask = (text: string): boolean => {
    const question = text.trim();
    if (question === "" || runningTurn(this.state)) return false;
    if (!this.connection?.send({ type: "message", text: question })) return false;
    this.change({ type: "asked", key: nextKey(), text: question });
    return true;
  };

  readonly autoAnalyze = (): boolean => {
    if (runningTurn(this.state) || !this.connection?.send({ type: "auto_analyze" })) return false;
    this.change({ type: "auto_analyzed", key: nextKey() });
    return true;
  };

  readonly stop = (): void => {
    this.connection?.send({ type: "stop" });
  };

  readonly reconnect = (): void => {
    this.connection?.reconnect();
  };

  readonly dismissNotice = (): void => this.change({ type: "noticed", message: null });

  /** The session was read anew, by whomever. `settle` as in `merge`. */
  readonly loaded = (session: SessionDetail, settle: string | null = null): void => {
    this.change({ type: "loaded", session, settle });
    const turn = followedTurn(this.state);
    if (turn?.id && turn.lastSeq === 0) this.requestRest(turn.id);
  };

  private opened(): void {
    this.resumed.clear();
    const turn = followedTurn(this.state);
    if (turn?.id) this.requestRest(turn.id);
    this.unsettled = pendingTurn(this.state)?.key ?? null;
    this.missedSome = this.hasBeenOpen;
    this.hasBeenOpen = true;
    if (this.missedSome && !turn) void this.load();
    if (this.analyzeAtOpen && this.state.turns.length === 0) this.autoAnalyze();
    this.analyzeAtOpen = false;
  }

  private requestRest(id: string): void {
    const after = turnById(this.state, id)?.lastSeq ?? 0;
    const request = `${id}:${after}`;
    if (this.resumed.has(request)) return;
    if (this.connection?.send({ type: "resume", turn_id: id, after })) this.resumed.add(request);
  }

  private receive(frame: ServerFrame): void {
    const before = this.state;
    this.change({ type: "frame", frame }, "soon");
    if (isTurnFrame(frame)) this.follow(frame, before);
    else this.heed(frame);
    if (frame.event === "session_update") this.events?.onTitle(frame.data.title);
  }

  private follow(frame: TurnFrame, before: ChatState): void {
    const place = arrival(before, frame);
    if (place === "seen") return;
    const done = frame.event === "done";
    if (place === "gap" && !done) this.requestRest(frame.turn_id);
    const isForeign = this.state.turns.length > before.turns.length;
    if (isForeign || (done && (place === "gap" || this.missedSome))) void this.load();
    if (done) this.events?.onTurnDone();
  }

  /** What the server says to this socket alone. */
  private heed(frame: ServerFrame): void {
    const running = runningTurn(this.state);
    if (frame.event === "status" && running) void this.load(); // nothing is running there
    if (frame.event !== "error") return;
    if (frame.data.code === "busy") void this.load();
    if (frame.data.code === "turn_not_found") void this.load("restored");
    if (frame.data.code === "database_busy" && running) this.connection?.retry();
  }

  private async load(kind: "loaded" | "restored" = "loaded"): Promise<void> {
    this.toLoad = this.toLoad === "restored" ? "restored" : kind;
    const { events } = this;
    if (this.loading || events === null) return;
    this.loading = true;
    try {
      while (this.toLoad !== null && this.events === events) await this.loadOnce(events);
    } catch (error) {
      this.toLoad = null;
      if (this.events === events) this.notLoaded(error, events);
    } finally {
      this.loading = false;
    }
  }

  private async loadOnce(events: ConversationEvents): Promise<void> {
    const { toLoad, unsettled } = this;
    this.toLoad = null;
    const session = await events.load();
    if (this.events !== events) return;
    this.missedSome = false;
    if (toLoad === "restored") this.change({ type: "restored", session });
    const pending = pendingTurn(this.state);
    this.loaded(session, unsettled);
    // Nobody typed an automatic analysis, so nobody has to send it again.
    const isLost = pending?.question === null && pending.key === unsettled;
    if (isLost && this.state.turns.every((turn) => turn.key !== unsettled)) this.autoAnalyze();
  }

  private notLoaded(error: unknown, events: ConversationEvents): void {
    if (error instanceof ApiError && error.status === 401) return; // the log-in page follows
    if (isGone(error)) {
      this.connection?.close();
      events.onGone();
      return;
    }
    if (this.unsettled !== null) this.change({ type: "given_up", key: this.unsettled });
    this.change({ type: "noticed", message: errorMessage(error) });
  }

  /** A refused handshake looks like an unreachable server; a request tells which it was. */
  private async findOutWhy(events: ConversationEvents): Promise<void> {
    try {
      await events.check();
    } catch (error) {
      // Any other error is what the connection's status says already: attempts go on.
      if (this.events === events && isGone(error)) this.notLoaded(error, events);
    }
  }

  private change(action: Action, draw: "now" | "soon" = "now"): void {
    const next = reduce(this.state, action);
    if (next === this.state) return;
    this.state = next;
    if (draw === "now") this.draw();
    else this.drawing ??= setTimeout(this.draw, DRAW_MILLISECONDS);
  }

  private readonly draw = (): void => {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    this.snapshot = { state: this.state, connection: this.status };
    for (const listener of this.listeners) listener();
  };
}

/** The running turn whose frames are being received. */
function followedTurn(state: ChatState): Turn | null {
  return state.turns.findLast((turn) => turn.status === "running" && turn.id !== null) ?? null;
}

function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function nextKey(): string {
  questions += 1;
  return `question-${questions}`;
}
