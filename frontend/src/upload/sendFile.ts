/** An upload by XMLHttpRequest: fetch doesn't tell how much of a body was sent. */
import { ApiError, json, refusal } from "../api/client";
import type { Accepted, User } from "../api/types";
import { getToken } from "../auth/token";
import { checkFile, uploadLimit } from "./checkFile";

/** `reading`: the server has the file and reads it in the background. `done`: it has read it already. */
export type Sent =
  | { kind: "reading"; jobId: string; sessionId: string }
  | { kind: "done"; sessionId: string };

interface SendOptions {
  signal: AbortSignal;
  onProgress(sentBytes: number): void;
}

/** Raises ApiError; an AbortError after `signal`. */
export async function sendFile(file: File, options: SendOptions): Promise<Sent> {
  try {
    return await send(file, options);
  } catch (error) {
    if (error instanceof ApiError && error.status === 0) throw await whyCutOff(file, options.signal);
    throw error;
  }
}

function send(file: File, { signal, onProgress }: SendOptions): Promise<Sent> {
  const token = getToken();
  const body = new FormData();
  body.append("file", file);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener("abort", abort);
    xhr.open("POST", "/api/upload");
    xhr.setRequestHeader("Prefer", "respond-async");
    if (token) xhr.setRequestHeader("Authorization", `Bearer ${token}`);
    // The form around the file counts too; nobody wants to see 100.1 %.
    xhr.upload.onprogress = (event) => onProgress(Math.min(event.loaded, file.size));
    xhr.onload = () => {
      if (xhr.status >= 400) reject(refusal(xhr.status, xhr.responseText, token));
      else resolve(sent(xhr.status, xhr.responseText));
    };
    xhr.onerror = () => reject(new ApiError(0, "", "cut_off"));
    xhr.onabort = () => reject(signal.reason);
    xhr.onloadend = () => signal.removeEventListener("abort", abort);
    xhr.send(body);
  });
}

function sent(status: number, body: string): Sent {
  const { job_id, session_id } = JSON.parse(body) as Required<Accepted>;
  if (status !== 202) return { kind: "done", sessionId: session_id };
  return { kind: "reading", jobId: job_id, sessionId: session_id };
}

/**
 * The browser doesn't say why a body was cut off, and drops an answer that the server gives before it has
 * the whole of it. So ask: is the file still there, is the server, does it take the token and the size?
 */
async function whyCutOff(file: File, signal: AbortSignal): Promise<ApiError> {
  if (!(await isReadable(file))) {
    const text = "The file was changed, moved or deleted while it was sent. Choose it again.";
    return new ApiError(400, text, "file_unreadable");
  }
  try {
    const user = await json<User>("/api/auth/me", { signal });
    const problem = checkFile(file, uploadLimit(user));
    if (problem) return new ApiError(413, problem, "file_too_large");
  } catch (error) {
    if (error instanceof ApiError && error.status !== 0) return error;
  }
  signal.throwIfAborted();
  return new ApiError(0, "The connection was lost while the file was being sent.", "cut_off");
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
