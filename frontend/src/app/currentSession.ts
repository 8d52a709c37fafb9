/** Which session was open last: where a visit to `/` goes on. */
const KEY = "csv_analyzer_session_id";

export function rememberSession(id: string): void {
  localStorage.setItem(KEY, id);
}

export function rememberedSession(): string | null {
  return localStorage.getItem(KEY);
}

/** With `id`, only if that is the remembered one. */
export function forgetSession(id?: string): void {
  if (id === undefined || rememberedSession() === id) localStorage.removeItem(KEY);
}
