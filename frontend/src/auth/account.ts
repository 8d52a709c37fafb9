/** What a person does with their account. Everything raises ApiError. */
import type { QueryClient } from "@tanstack/react-query";
import { json, request } from "../api/client";
import { forgetSession } from "../app/currentSession";
import { uploads } from "../upload/uploads";
import { clearToken, setToken } from "./token";

export type AuthMode = "log-in" | "sign-up";

export interface Credentials {
  email: string;
  password: string;
}

const PATHS: Record<AuthMode, string> = { "log-in": "/api/auth/login", "sign-up": "/api/auth/register" };

/** Log in, to a new account or an old one. What was cached may be somebody else's. */
export async function enter(mode: AuthMode, credentials: Credentials, cache: QueryClient): Promise<void> {
  const { token } = await json<{ token: string }>(PATHS[mode], { method: "POST", body: credentials });
  cache.clear();
  setToken(token);
}

/** Every earlier token stops working; the new one is for this browser. */
export async function changePassword(current: string, next: string): Promise<void> {
  const body = { current_password: current, new_password: next };
  const { token } = await json<{ token: string }>("/api/auth/password", { method: "POST", body });
  setToken(token);
}

/** Leave nothing of this person in the browser. */
export function logOut(cache: QueryClient): void {
  uploads.abandon();
  forgetSession();
  clearToken();
  cache.clear();
}

export async function logOutEverywhere(cache: QueryClient): Promise<void> {
  await request("/api/auth/logout-everywhere", { method: "POST" });
  logOut(cache);
}

export async function deleteAccount(cache: QueryClient): Promise<void> {
  await request("/api/auth/me", { method: "DELETE" });
  logOut(cache);
}
