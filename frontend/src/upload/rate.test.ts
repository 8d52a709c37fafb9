import { expect, test } from "vitest";
import { formatTimeLeft, RateMeter, secondsLeft } from "./rate";

test("the rate is silent in its first second and then the average of the last five", () => {
  const meter = new RateMeter();
  meter.add(0, 0);
  meter.add(500, 5000);
  expect(meter.bytesPerSecond()).toBeNull();
  for (let time = 1000; time <= 10_000; time += 250) meter.add(time, time * 10);
  expect(meter.bytesPerSecond()).toBeCloseTo(10_000);
});

test("a stalled upload slows down to nothing", () => {
  const meter = new RateMeter();
  for (let time = 0; time <= 4000; time += 250) meter.add(time, time * 10);
  for (let time = 4250; time <= 6500; time += 250) meter.add(time, 40_000);
  expect(meter.bytesPerSecond()).toBeCloseTo(5000);
  for (let time = 6750; time <= 20_000; time += 250) meter.add(time, 40_000);
  expect(meter.bytesPerSecond()).toBe(0);
  expect(secondsLeft(1000, meter.bytesPerSecond())).toBeNull();
});

test.each([
  [3, "a few seconds left"],
  [41, "about 45 s left"],
  [56, "about 1 min left"],
  [200, "about 3 min left"],
  [3590, "about 1 h 0 min left"],
  [5000, "about 1 h 23 min left"],
  [200_000, "more than a day left"],
])("%d s are %s", (seconds, words) => {
  expect(formatTimeLeft(seconds)).toBe(words);
});
