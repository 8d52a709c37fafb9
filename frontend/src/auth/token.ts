/** The login token: kept in localStorage, shared by all tabs, gone when the server refuses it. */
import { useSyncExternalStore } from "react";

const KEY = "csv_analyzer_token";
let refused = false;
const listeners = new Set<() => void>();

function announce(): void {
  for (const listener of listeners) listener();
}

export function getToken(): string | null {
  return localStorage.getItem(KEY);
}

export function setToken(token: string): void {
  localStorage.setItem(KEY, token);
  refused = false;
  announce();
}

/** Log out here and in the other tabs. */
export function clearToken(): void {
  localStorage.removeItem(KEY);
  announce();
}

/** The server takes `token` no more: forget it, unless somebody has logged in again meanwhile. */
export function refuseToken(token: string): void {
  if (getToken() !== token) return;
  refused = true;
  clearToken();
}

/** Whether the last login ended because the server refused its token. */
export function wasRefused(): boolean {
  return refused;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", listener);
  };
}

/** The token, or null when nobody is logged in; also when another tab changes it. */
export function useToken(): string | null {
  return useSyncExternalStore(subscribe, getToken);
}
