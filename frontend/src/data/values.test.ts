import { expect, test } from "vitest";
import { formatShare, formatValue } from "./values";

test.each([
  [2024, "2024"],
  [12345, "12,345"],
  [1234567.891, "1,234,568"],
  [0.123456789, "0.123457"],
  [-4.23, "-4.23"],
  [0.00001, "1E-5"],
  ["2024-03-01T08:30:00+00:00", "2024-03-01 08:30 UTC"],
  ["2024-03-01T08:30:15", "2024-03-01 08:30:15"],
  ["<img src=x>", "<img src=x>"],
  ["SO-00001", "SO-00001"],
  [true, "true"],
  [null, "–"],
  [{ a: 1 }, '{"a":1}'],
])("%j reads as %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("a unit follows numbers and nothing else", () => {
  expect(formatValue(5, "€")).toBe("5 €");
  expect(formatValue(5, "%")).toBe("5%");
  expect(formatValue("n/a", "€")).toBe("n/a");
});

test("a share is never rounded to nothing or to all", () => {
  expect([0, 0.00004, 0.333, 0.99999, 1].map(formatShare)).toEqual([
    "0%",
    "< 0.1%",
    "33.3%",
    "> 99.9%",
    "100%",
  ]);
});
