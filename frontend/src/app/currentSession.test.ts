import { expect, it } from "vitest";
import { rememberedImport } from "../upload/pendingImport";
import { rememberedSession, rememberSession } from "./currentSession";

it.each(["../../x", "//evil.example", "a/b", "%E0%A4%A", ""])("goes on with no session called %j", (junk) => {
  rememberSession(junk);
  expect(rememberedSession()).toBeNull();
});

it("goes on with a session", () => {
  const id = "0b6d3a52-5f2c-4c7b-9a8e-0d1f2e3c4b5a";
  rememberSession(id);
  expect(rememberedSession()).toBe(id);
});

it.each(['{"jobId":"j","sessionId":"s","filename":{}}', "[]", "null", "{"])(
  "watches no import out of %j",
  (junk) => {
    sessionStorage.setItem("csv_analyzer_import", junk);
    expect(rememberedImport()).toBeNull();
  },
);
