import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { UNREACHABLE } from "../api/client";
import { AuthPage } from "./AuthPage";
import { getToken } from "./token";

const server = vi.fn<typeof fetch>();

beforeEach(() => {
  server.mockReset();
  vi.stubGlobal("fetch", server);
});

function show(expired = false) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <AuthPage expired={expired} />
    </QueryClientProvider>,
  );
}

function refuse(status: number, detail: string, code: string, errors?: Record<string, string[]>) {
  server.mockResolvedValue(Response.json({ detail, code, errors }, { status }));
}

async function send(button: "Log in" | "Create account") {
  if (button === "Create account") await userEvent.click(screen.getByRole("tab", { name: "Sign up" }));
  await userEvent.type(screen.getByLabelText("Email"), "ada@example.com");
  await userEvent.type(screen.getByLabelText("Password"), "correct horse");
  await userEvent.click(screen.getByRole("button", { name: button }));
}

test.each([
  ["Log in", "/api/auth/login"],
  ["Create account", "/api/auth/register"],
] as const)("%s keeps the token", async (button, path) => {
  server.mockResolvedValue(Response.json({ token: "t1" }));
  show();
  await send(button);
  await vi.waitFor(() => expect(getToken()).toBe("t1"));
  const [url, init] = server.mock.calls[0] ?? [];
  expect(url).toBe(path);
  expect(JSON.parse(String(init?.body))).toEqual({ email: "ada@example.com", password: "correct horse" });
});

test("wrong credentials are told, and the focus is where to correct them", async () => {
  refuse(401, "The email or the password is wrong.", "wrong_credentials");
  show();
  await send("Log in");
  expect(await screen.findByRole("alert")).toHaveTextContent("The email or the password is wrong.");
  expect(screen.getByLabelText("Password")).toHaveFocus();
});

test("a weak password has all its sentences beside it", async () => {
  const errors = { password: ["This password is too short.", "This password is too common."] };
  refuse(400, "password: This password is too short.", "weak_password", errors);
  show();
  await send("Create account");
  const password = screen.getByLabelText("Password");
  await vi.waitFor(() =>
    expect(password).toHaveAccessibleDescription("This password is too short. This password is too common."),
  );
  expect(password).toHaveFocus();
  expect(password).toBeInvalid();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a taken email is told beside it; what is typed stays for logging in", async () => {
  refuse(409, "This email is registered already; log in instead.", "email_taken");
  show();
  await send("Create account");
  const email = screen.getByLabelText("Email");
  await vi.waitFor(() => expect(email).toHaveAccessibleDescription(/registered already/));
  expect(email).toHaveFocus();
  await userEvent.click(screen.getByRole("tab", { name: "Log in" }));
  expect(screen.getByLabelText("Email")).toHaveValue("ada@example.com");
  expect(screen.queryByText(/registered already/)).toBeNull();
});

test("too many attempts and an unreachable server are told", async () => {
  refuse(429, "Too many requests. Try again in 30 s.", "throttled");
  show();
  await send("Log in");
  expect(await screen.findByRole("alert")).toHaveTextContent("Too many requests. Try again in 30 s.");
  server.mockRejectedValue(new TypeError("Failed to fetch"));
  await userEvent.click(screen.getByRole("button", { name: "Log in" }));
  await vi.waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent(UNREACHABLE));
});

test("after a stale token the page says so", () => {
  show(true);
  expect(screen.getByText("Log in again to go on where you were.")).toBeVisible();
  expect(screen.getByLabelText("Email")).toHaveFocus();
});

test("the password can be looked at", async () => {
  show();
  await userEvent.click(screen.getByRole("button", { name: "Show what is typed" }));
  expect(screen.getByLabelText("Password")).toHaveAttribute("type", "text");
});
