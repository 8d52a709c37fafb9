/** Which session was open last: where a visit to `/` goes on. */
const KEY = "csv_analyzer_session_id";
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function rememberSession(id: string): void {
  localStorage.setItem(KEY, id);
}

/** null also when what is there can't be a session: going there would lead back here for ever. */
export function rememberedSession(): string | null {
  const id = localStorage.getItem(KEY);
  return id !== null && UUID.test(id) ? id : null;
}

/** With `id`, only if that is the remembered one. */
export function forgetSession(id?: string): void {
  if (id === undefined || rememberedSession() === id) localStorage.removeItem(KEY);
}
