/** How wide the name of a column is as a header. Fonts differ between machines: a guess would cut some off. */

const CHARACTER = 8.4;
const FONT_SIZE = 0.8125;

const context = typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(1, 1).getContext("2d");

export function headerWidth(name: string): number {
  if (!context) return name.length * CHARACTER;
  const { fontSize, fontFamily } = getComputedStyle(document.documentElement);
  context.font = `600 ${FONT_SIZE * Number.parseFloat(fontSize)}px ${fontFamily}`;
  return Math.ceil(context.measureText(name).width);
}
