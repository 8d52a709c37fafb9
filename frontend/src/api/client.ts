/** The one way to the REST API: adds the token, reads the one error shape, notices a stale token. */
import { getToken, refuseToken } from "../auth/token";

/** An error as the server words it. `code` is stable; `errors` has sentences by field. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code: string,
    readonly errors: Record<string, string[]> = {},
  ) {
    super(message);
    this.name = "ApiError";
  }
}

export const UNREACHABLE = "The server can't be reached. Check your connection and try again.";

export interface RequestOptions {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

/** Raises ApiError, also when the server can't be reached (status 0, code `unreachable`). */
export async function request(path: string, options: RequestOptions = {}): Promise<Response> {
  const token = getToken();
  const headers: Record<string, string> = { ...options.headers };
  if (token) headers.Authorization = `Bearer ${token}`;
  const init: RequestInit = { method: options.method ?? "GET", headers };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.body);
  }
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, UNREACHABLE, "unreachable");
  });
  if (response.ok) return response;
  throw refusal(response.status, await response.text(), token);
}

export async function json<T>(path: string, options: RequestOptions = {}): Promise<T> {
  return (await (await request(path, options)).json()) as T;
}

/** The ApiError of a response that is no success. A refused token is forgotten: the log-in page follows. */
export function refusal(status: number, body: string, token: string | null): ApiError {
  const error = parseError(status, body);
  if (status === 401 && token && error.code !== "wrong_credentials") refuseToken(token);
  return error;
}

function parseError(status: number, body: string): ApiError {
  try {
    const { detail, code, errors } = JSON.parse(body) as {
      detail?: unknown;
      code?: unknown;
      errors?: unknown;
    };
    if (typeof detail === "string" && typeof code === "string") {
      return new ApiError(status, detail, code, (errors ?? {}) as Record<string, string[]>);
    }
  } catch {
    // Not our server's words: a proxy's page, say.
  }
  return new ApiError(status, `The server answered with an error (${status}). Try again.`, "unexpected");
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
