"""Proof that a chart draws: compiled with Vega-Lite's own compiler and run through Vega once.

Compiling finds a malformed specification; running it finds what only shows with data, such as a
function that doesn't exist, a transform that never ends or a chart that stays empty. It is somebody
else's JavaScript on somebody's specification, so it belongs into a child process with a time limit.
That process may not have RLIMIT_AS: V8 reserves far more address space than it uses and aborts.
RLIMIT_DATA holds it.
"""

from __future__ import annotations

import re
from typing import Any

from engine.chart_marks import check_drawn
from engine.errors import ChartRefused

VEGA_LITE_VERSION = "6.4"
DRAWN_WIDTH = 720
"""Pixels of a drawing whose specification leaves its width to the page."""
"""The bundled version for the schema v6, and the one that `vl_convert.javascript_bundle` gives browsers."""
MAX_MESSAGE_CHARS = 400

_PLACES = re.compile(r"\(?\b(?:https?|file|ext)://?\S*|(?:/[\w.@+-]+){2,}/?\S*|\bext:\S+")
_PREFIX = re.compile(r"^(?:Vega-Lite to Vega|Vega to Scenegraph) conversion failed:\s*")
_KIND = re.compile(r"^(?:\w*Error):\s*")


def compile_chart(spec: dict[str, Any]) -> None:
    """Compile and draw a complete Vega-Lite specification, data inlined. Nothing is ever fetched.

    Raises ChartRefused with the compiler's own words, shortened and without any place in them, or
    when no mark can be seen in the drawing. Takes about 0.4 s in a fresh process, then 10 to 60 ms
    for a thousand rows.
    """
    import vl_convert  # loads a JavaScript engine, which only the process that compiles should pay for

    try:
        vega = vl_convert.vegalite_to_vega(spec, vl_version=VEGA_LITE_VERSION)
        drawing = vl_convert.vega_to_scenegraph(vega, allowed_base_urls=[])
    except ValueError as error:
        raise ChartRefused(f"The chart does not compile: {_readable(str(error))}") from None
    check_drawn(drawing)


def render_svg(spec: dict[str, Any]) -> str:
    """The drawing of a complete specification as SVG, on a white ground. Raises ChartRefused."""
    import vl_convert

    try:
        still = {**spec, "background": "white"}
        if still.get("width") == "container":
            still["width"] = DRAWN_WIDTH
        return str(vl_convert.vegalite_to_svg(still, vl_version=VEGA_LITE_VERSION, allowed_base_urls=[]))
    except ValueError as error:
        raise ChartRefused(f"The chart can't be drawn: {_readable(str(error))}") from None


def _readable(message: str) -> str:
    """The first sentence of a JavaScript error, without stack, addresses and paths."""
    text = _PREFIX.sub("", message.strip())
    first = _KIND.sub("", next(iter(text.splitlines()), ""))
    clean = " ".join(_PLACES.sub("…", first).split())
    if "Cannot read properties of undefined" in clean or not clean:
        return "part of the specification is missing or has the wrong form; check mark, encoding and types."
    return clean if len(clean) <= MAX_MESSAGE_CHARS else clean[:MAX_MESSAGE_CHARS] + "…"
