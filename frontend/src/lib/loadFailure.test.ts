import { expect, test } from "vitest";
import { isLoadFailure } from "./loadFailure";

test.each([
  [new TypeError("Failed to fetch dynamically imported module: https://example.com/static/app/x.js"), true],
  [new TypeError("error loading dynamically imported module: https://example.com/static/app/x.js"), true],
  [new TypeError("Importing a module script failed."), true],
  [new Error("Unable to preload CSS for /static/app/x.css"), true],
  [new TypeError("Cannot read properties of undefined (reading 'map')"), false],
  ["Failed to fetch", false],
])("%s: not loaded is %s", (error, expected) => {
  expect(isLoadFailure(error)).toBe(expected);
});
