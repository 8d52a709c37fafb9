/** The socket of one session: opened again when it breaks, never two at a time, final once closed. */
import type { ClientFrame, ServerFrame } from "../../api/types";
import { getToken, refuseToken } from "../../auth/token";
import type { ConnectionStatus } from "./types";

const RETRY_SECONDS = [1, 2, 4, 8, 16];
/** A network that swallows packets would keep an attempt hanging for minutes. */
const OPEN_SECONDS = 10;

const LOGIN_REVOKED = 4401;
const SESSION_DELETED = 4404;

export interface ConnectionEvents {
  onStatus(status: ConnectionStatus): void;
  /** What is sent here is the socket's first frame. */
  onOpen(): void;
  onFrame(frame: ServerFrame): void;
  /** An attempt failed before it was open; browsers don't tell why. Attempts go on unless `close` is called. */
  onRefused(): void;
  /** The session was deleted; the connection is closed. */
  onGone(): void;
}

export class Connection {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private state: ConnectionStatus["state"] = "connecting";
  private revokedToken: string | null = null;

  constructor(
    private readonly sessionId: string,
    private readonly events: ConnectionEvents,
  ) {}

  open(): void {
    window.addEventListener("online", this.cameOnline);
    document.addEventListener("visibilitychange", this.cameIntoView);
    this.connect();
  }

  /** Final: nothing is heard of it afterwards. */
  close(): void {
    window.removeEventListener("online", this.cameOnline);
    document.removeEventListener("visibilitychange", this.cameIntoView);
    this.abandon();
  }

  /** After the last attempt: start over. */
  reconnect(): void {
    this.attempt = 0;
    this.connect();
  }

  /** Give this socket up and try another one, after a pause. */
  retry(): void {
    this.abandon();
    this.wait();
  }

  /** False when there is no open socket. */
  send(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  private connect(): void {
    this.abandon();
    const token = getToken();
    if (token === null) return; // logged out: the app shows the log-in page
    if (token === this.revokedToken) {
      refuseToken(token);
      return;
    }
    this.setStatus({ state: "connecting" });
    this.listen(new WebSocket(socketUrl(this.sessionId, token)), token);
  }

  private listen(socket: WebSocket, token: string): void {
    let opened = false;
    this.socket = socket;
    this.timer = setTimeout(() => socket.close(), OPEN_SECONDS * 1000);
    socket.onopen = () => {
      clearTimeout(this.timer);
      opened = true;
      this.attempt = 0;
      this.events.onOpen();
      this.setStatus({ state: "open" });
    };
    socket.onmessage = ({ data }) => this.events.onFrame(JSON.parse(String(data)) as ServerFrame);
    socket.onclose = ({ code }) => {
      // A changed password brings a new token just after it closed the sockets of the old one.
      if (code === LOGIN_REVOKED) this.revokedToken = token;
      if (code === SESSION_DELETED) {
        this.close();
        this.events.onGone();
        return;
      }
      this.retry();
      if (!opened) this.events.onRefused();
    };
  }

  private wait(): void {
    const seconds = RETRY_SECONDS[this.attempt];
    this.attempt += 1;
    if (seconds === undefined) this.setStatus({ state: "lost" });
    else this.countDown(seconds);
  }

  private countDown(retryInSeconds: number): void {
    if (retryInSeconds === 0) {
      this.connect();
      return;
    }
    this.timer = setTimeout(() => this.countDown(retryInSeconds - 1), 1000);
    this.setStatus({ state: "waiting", attempt: this.attempt, retryInSeconds });
  }

  /** No event of the socket is heard any more. */
  private abandon(): void {
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }

  private setStatus(status: ConnectionStatus): void {
    this.state = status.state;
    this.events.onStatus(status);
  }

  /** A socket that was open before the network went may be dead without knowing it. */
  private readonly cameOnline = () => {
    if (this.state === "waiting" || this.state === "open") this.connect();
  };

  private readonly cameIntoView = () => {
    if (this.state === "waiting" && document.visibilityState === "visible") this.connect();
  };
}

function socketUrl(sessionId: string, token: string): string {
  const url = new URL(`/api/sessions/${encodeURIComponent(sessionId)}/ws`, window.location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.searchParams.set("token", token);
  return url.href;
}
