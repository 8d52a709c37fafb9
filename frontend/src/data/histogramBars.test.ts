import { expect, test } from "vitest";
import { barsOf, describeHistogram } from "./histogramBars";

test("bars share the width, the highest fills the height, nothing is drawn for 0", () => {
  expect(barsOf([4, 0, 2], 30, 20)).toEqual([
    { x: 0, y: 0, width: 9, height: 20 },
    { x: 10, y: 20, width: 9, height: 0 },
    { x: 20, y: 10, width: 9, height: 10 },
  ]);
});

test("one row beside a million is still seen", () => {
  const [, few] = barsOf([1_000_000, 1], 20, 20);
  expect(few?.height).toBeGreaterThan(1);
});

test("no counts and only zeros draw nothing", () => {
  expect(barsOf([], 20, 20)).toEqual([]);
  expect(barsOf([0, 0], 20, 20).every(({ height }) => height === 0)).toBe(true);
});

test("a histogram is put in words, and says “most” only of more than half", () => {
  const edges = [1, 10, 20, 99];
  expect(describeHistogram({ edges, counts: [2, 9, 1] })).toBe("from 1 to 99, most values between 10 and 20");
  expect(describeHistogram({ edges, counts: [4, 5, 3] }, "€")).toBe(
    "from 1 € to 99 €, the most frequent values between 10 € and 20 €",
  );
  expect(describeHistogram({ edges: [7, 7], counts: [3] })).toBe("from 7 to 7");
  expect(describeHistogram({ edges: ["2024-03-01T00:00:00", "2024-03-02T08:30:05"], counts: [3] })).toBe(
    "from 2024-03-01 00:00 to 2024-03-02 08:30:05",
  );
});
