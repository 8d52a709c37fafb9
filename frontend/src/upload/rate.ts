/** How fast bytes go and how long the rest will take, calm enough to read. */

const WINDOW_MS = 5000;
const SETTLED_MS = 1000;

interface Sample {
  time: number;
  bytes: number;
}

/** The average over the last five seconds; nothing in the first one, which says little. */
export class RateMeter {
  #samples: Sample[] = [];

  add(time: number, bytes: number): void {
    this.#samples.push({ time, bytes });
    // The one before the window stays, so that the window is always covered.
    while ((this.#samples[1]?.time ?? time) <= time - WINDOW_MS) this.#samples.shift();
  }

  bytesPerSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.time - first.time < SETTLED_MS) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.time - first.time);
  }
}

/** Null when nobody can tell. */
export function secondsLeft(remainingBytes: number, bytesPerSecond: number | null): number | null {
  if (!bytesPerSecond) return null;
  return remainingBytes / bytesPerSecond;
}

/** In steps that don't flicker: 3 → "a few seconds left", 42 → "about 45 s left", 200 → "about 3 min left" */
export function formatTimeLeft(seconds: number): string {
  if (seconds <= 5) return "a few seconds left";
  if (seconds <= 55) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${Math.max(minutes, 1)} min left`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `about ${hours} h ${minutes % 60} min left` : "more than a day left";
}
