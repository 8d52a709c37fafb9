import type { View } from "vega";
import { expect, it, vi } from "vitest";
import { fitToBox } from "./useChart";

/** A box of any size, whose observer and frames are run by hand. */
function setUp() {
  const frames: (() => unknown)[] = [];
  let resized = () => {};
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(callback: () => void) {
        resized = callback;
      }
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("requestAnimationFrame", (frame: () => unknown) => frames.push(frame));
  const size = { clientWidth: 600, clientHeight: 300 };
  // Like vega's with autosize "fit": once drawn, its width is that of the plot without the axes.
  const width = vi.fn(() => 540);
  const runAsync = vi.fn(async () => {});
  const view = { width, height: vi.fn(() => 250), runAsync } as unknown as View;
  const settle = async () => {
    for (let i = 0; i < 20 && frames.length > 0; i += 1) await frames.shift()?.();
  };
  const resize = async (clientWidth: number) => {
    size.clientWidth = clientWidth;
    resized();
    await settle();
  };
  fitToBox(size as HTMLElement, { width: 600, height: 300 }, view, { width: "container" });
  return { resize, width, runAsync, framesLeft: () => frames.length };
}

it("draws once for each new width, and then rests", async () => {
  const { resize, width, runAsync, framesLeft } = setUp();
  await resize(600);
  expect(runAsync).not.toHaveBeenCalled();
  await resize(500);
  expect(width).toHaveBeenCalledWith(500);
  expect(runAsync).toHaveBeenCalledTimes(1);
  expect(framesLeft()).toBe(0);
});
