import { expect, it, vi } from "vitest";
import { titledSvg } from "./downloads";
import { drawnSpec, reservedHeight } from "./spec";
import { tooltipContent } from "./tooltip";
import { wrapLines } from "./wrapLines";

it("draws neither the title, which the card has, nor options that come with a specification", () => {
  const spec = { title: "T", usermeta: { embedOptions: { ast: false } }, mark: "bar" };
  expect(Object.keys(drawnSpec(spec, false))).toEqual(["mark", "height", "autosize"]);
});

it("fills a box unless the bars say how high the chart is", () => {
  expect(drawnSpec({ mark: "line" }, true).height).toBe("container");
  expect(drawnSpec({ mark: "bar", height: { step: 26 } }, false).height).toEqual({ step: 26 });
  expect(drawnSpec({ mark: "bar", height: { step: 26 } }, true).height).toEqual({ step: 64 });
  expect(drawnSpec({ hconcat: [] }, true)).toEqual({ hconcat: [] });
});

it("reserves room by the number of lying bars", () => {
  const values = [{ c: "a" }, { c: "b" }, { c: "b" }];
  const spec = { data: { values }, height: { step: 26 }, encoding: { y: { field: "c", type: "nominal" } } };
  expect(reservedHeight(spec)).toBe(2 * 26 + 48);
  expect(drawnSpec(spec, false)).toEqual(spec);
});

it("leaves out bars without a length", () => {
  const values = [
    { c: "a", n: 1 },
    { c: "b", n: null },
  ];
  const encoding = { y: { field: "c", type: "nominal" }, x: { field: "n", type: "quantitative" } };
  expect(reservedHeight({ data: { values }, height: { step: 24 }, encoding })).toBe(24 + 48);
});

it("draws other charts exactly as high as the room that was reserved", () => {
  const spec = { mark: "line", height: 320 };
  expect(reservedHeight(spec)).toBe(368);
  expect(drawnSpec(spec, false)).toMatchObject({ height: 368, autosize: { type: "fit" } });
});

it("makes nothing but text of what a tooltip says", () => {
  const box = document.createElement("div");
  const evil = "<img src=x onerror=alert(1)>";
  box.append(...tooltipContent({ [evil]: evil, image: "https://example.com/x.png", title: evil }));
  expect(box.querySelector("img")).toBeNull();
  expect(box.querySelectorAll("dd")).toHaveLength(3);
  expect(box).toHaveTextContent(evil);
});

it("saves an SVG with its title, as text, on the theme's surface", () => {
  const measuring = { font: "", measureText: (text: string) => ({ width: text.length * 8 }) };
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(measuring as never);
  const chart = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><path d="M0 0"/></svg>';
  const svg = titledSvg(chart, "Rows by <img src=x onerror=alert(1)> & more", "dark");
  const saved = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const titles = [...saved.querySelectorAll(":scope > text")].map((line) => line.textContent);
  expect(titles.join(" ")).toBe("Rows by <img src=x onerror=alert(1)> & more");
  expect(titles).toHaveLength(2);
  expect(saved.querySelector("rect")?.getAttribute("fill")).toBe("#1b1e23");
  const inner = saved.querySelector("svg");
  expect(Number(saved.getAttribute("height"))).toBeGreaterThanOrEqual(100 + Number(inner?.getAttribute("y")));
  expect(inner?.querySelector("path")).not.toBeNull();
});

it("wraps titles between words, and cuts what is no word", () => {
  const lines = (text: string) => wrapLines(text, 10, (each) => each.length);
  expect(lines("one two three four")).toEqual(["one two", "three four"]);
  expect(lines("a xxxxxxxxxxxxyy z")).toEqual(["a", "xxxxxxxxxx", "xxyy z"]);
  expect(lines("")).toEqual([]);
});
