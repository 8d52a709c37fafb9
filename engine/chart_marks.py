"""Does a drawn chart show anything? Read from Vega's scenegraph, where each mark has its place.

A chart can compile, run and stay empty: all values null, a filter that nothing passes, a scale that
leaves everything outside. Only the drawing tells.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import ChartRefused

Node = dict[str, Any]

MAX_DRAWN_PIXELS = 12_000
_LEAST_PIXELS = 0.05
_PATHS = ("line", "area", "trail")


@dataclass(frozen=True, slots=True)
class _Box:
    """The rectangle that a mark covers, in pixels of its view."""

    left: float
    top: float
    right: float
    bottom: float

    def is_inside(self, width: float, height: float) -> bool:
        return self.left <= width and self.right >= 0 and self.top <= height and self.bottom >= 0

    def has_length(self) -> bool:
        return max(self.right - self.left, self.bottom - self.top) > _LEAST_PIXELS


def check_drawn(drawing: Node) -> None:
    """Raise ChartRefused unless a mark can be seen. `drawing` is what `vega_to_scenegraph` returns."""
    if max(drawing.get("width") or 0, drawing.get("height") or 0) > MAX_DRAWN_PIXELS:
        raise ChartRefused(
            f"The chart is drawn larger than {MAX_DRAWN_PIXELS} pixels; show fewer categories."
        )
    faults = set()
    for mark, size in _marks(drawing["scenegraph"], (0.0, 0.0)):
        fault = _fault(mark, size)
        if fault is None:
            return
        faults.add(fault)
    raise ChartRefused(f"The chart shows nothing: {_worst(faults)}")


_EMPTY = "no row reaches its marks; check its filters, and that its types fit the values."
_UNPLACED = "no mark has a place; check that the types fit the values, and that not all of them are null."
_OUTSIDE = "all marks lie outside the scales; remove `domain`, or fit it to the values."
_FLAT = "no mark has any length; a line needs two points, so show points or bars."
_HIDDEN = "all marks are transparent."
_FAULTS = (_HIDDEN, _FLAT, _OUTSIDE, _UNPLACED, _EMPTY)
"""The later a mark fails the less is wrong with it, so the first of these is what to say."""


def _worst(faults: set[str]) -> str:
    return next((fault for fault in _FAULTS if fault in faults), _EMPTY)


def _marks(node: Node, size: tuple[float, float]) -> Iterator[tuple[Node, tuple[float, float]]]:
    """Every mark of the specification's own (no axes, legends, titles) with the size of its view."""
    if node.get("marktype") != "group":
        if node.get("role") == "mark":
            yield node, size
        return
    for group in node.get("items") or []:
        own = (_number(group.get("width")) or size[0], _number(group.get("height")) or size[1])
        for child in group.get("items") or []:
            yield from _marks(child, own)


def _fault(mark: Node, size: tuple[float, float]) -> str | None:
    """Why nothing of a mark can be seen, or None."""
    items = mark.get("items") or []
    if not items:
        return _EMPTY
    if mark["marktype"] in _PATHS:
        return _path_fault(items, size)
    faults = set()
    for item in items:
        fault = _item_fault(mark["marktype"], item, size)
        if fault is None:
            return None
        faults.add(fault)
    return _worst(faults)


def _item_fault(marktype: str, item: Node, size: tuple[float, float]) -> str | None:
    if _is_hidden(item):
        return _HIDDEN
    box = _box(item)
    if box is None:
        return _UNPLACED
    if not _HAS_EXTENT.get(marktype, _always)(item, box):
        return _FLAT
    return None if box.is_inside(*size) else _OUTSIDE


def _path_fault(items: list[Node], size: tuple[float, float]) -> str | None:
    """A path is one mark whose items are its points."""
    if _is_hidden(items[0]):
        return _HIDDEN
    placed = [item for item in items if item.get("defined") is not False]
    boxes = [box for item in placed if (box := _box(item)) is not None]
    if not boxes:
        return _UNPLACED
    whole = _Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    if not whole.has_length():
        return _FLAT
    return None if whole.is_inside(*size) else _OUTSIDE


def _box(item: Node) -> _Box | None:
    """None when a coordinate is not a number."""
    x, y = _number(item.get("x", 0)), _number(item.get("y", 0))
    if x is None or y is None:
        return None
    right, bottom = _end(item, "x2", "width", x), _end(item, "y2", "height", y)
    if right is None or bottom is None:
        return None
    return _Box(min(x, right), min(y, bottom), max(x, right), max(y, bottom))


def _end(item: Node, other_end: str, extent: str, start: float) -> float | None:
    if item.get(extent) is not None:
        length = _number(item[extent])
        return None if length is None else start + length
    return _number(item.get(other_end, start))


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number else None


def _is_hidden(item: Node) -> bool:
    paints = [item.get(name) for name in ("fill", "stroke")]
    is_unpainted = all(paint in (None, "transparent", "none") for paint in paints)
    return item.get("opacity", 1) == 0 or is_unpainted


def _always(item: Node, box: _Box) -> bool:
    return True


# A bar of no height still stands on its axis: that is what a value of zero looks like.
_HAS_EXTENT: dict[str, Callable[[Node, _Box], bool]] = {
    "rect": lambda item, box: box.has_length(),
    "rule": lambda item, box: box.has_length(),
    "symbol": lambda item, box: item.get("size", 1) > 0,
    "arc": lambda item, box: item.get("startAngle", 0) != item.get("endAngle", 0),
    "text": lambda item, box: bool(str(item.get("text", "")).strip()),
}
