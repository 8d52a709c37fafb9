import { expect, it } from "vitest";
import { withBackground } from "./downloads";
import { drawnSpec, reservedHeight } from "./spec";
import { tooltipContent } from "./tooltip";

it("draws neither the title, which the card has, nor options that come with a specification", () => {
  const spec = { title: "T", usermeta: { embedOptions: { ast: false } }, mark: "bar" };
  expect(drawnSpec(spec, false)).toEqual({ mark: "bar" });
});

it("fills a box unless the bars say how high the chart is", () => {
  expect(drawnSpec({ mark: "line" }, true).height).toBe("container");
  expect(drawnSpec({ mark: "bar", height: { step: 26 } }, true).height).toEqual({ step: 26 });
  expect(drawnSpec({ hconcat: [] }, true)).toEqual({ hconcat: [] });
});

it("reserves room by the number of lying bars", () => {
  const values = [{ c: "a" }, { c: "b" }, { c: "b" }];
  const spec = { data: { values }, height: { step: 26 }, encoding: { y: { field: "c", type: "nominal" } } };
  expect(reservedHeight(spec)).toBe(2 * 26 + 48);
  expect(reservedHeight({ height: 320 })).toBe(368);
});

it("makes nothing but text of what a tooltip says", () => {
  const box = document.createElement("div");
  const evil = "<img src=x onerror=alert(1)>";
  box.append(...tooltipContent({ [evil]: evil, image: "https://example.com/x.png", title: evil }));
  expect(box.querySelector("img")).toBeNull();
  expect(box.querySelectorAll("dd")).toHaveLength(3);
  expect(box).toHaveTextContent(evil);
});

it("puts the theme's surface behind an SVG", () => {
  expect(withBackground('<svg width="1"><g/></svg>', "#fff")).toBe(
    '<svg width="1"><rect width="100%" height="100%" fill="#fff"/><g/></svg>',
  );
});
