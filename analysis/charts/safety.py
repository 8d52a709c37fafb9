"""What a chart may contain at all, wherever it stands in the specification.

A specification is written by a model that reads strangers' data, and runs in a person's browser.
So it may not load anything, link anywhere, bring data of its own or run code. Views, channels,
marks, transforms and inputs are allow-lists; below them a walk over every key and text refuses
what reaches out, whatever its capitals.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from analysis.charts.expressions import check_expression
from engine.errors import ChartRefused

Node = dict[str, Any]
Parameters = frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


VIEW_KEYS = _words(
    """
    $schema mark encoding transform layer hconcat vconcat concat facet repeat spec columns resolve params
    title name description width height autosize background padding config view projection spacing align
    bounds center
    """
)
CHANNELS = _words(
    """
    x y x2 y2 xError xError2 yError yError2 xOffset yOffset theta theta2 radius radius2 longitude latitude
    longitude2 latitude2 color fill stroke opacity fillOpacity strokeOpacity strokeWidth strokeDash size
    angle shape detail key text tooltip order facet row column description time
    """
)
MARKS = _words("arc area bar boxplot circle errorband errorbar line point rect rule square text tick trail")
PARAM_KEYS = _words("name value select bind expr views")
INPUTS = _words("range checkbox select radio number")
INPUT_KEYS = _words("input min max step options labels name debounce")

FORBIDDEN_KEYS = {
    "data": "the server puts the rows of the SQL in",
    "datasets": "the server puts the rows of the SQL in",
    "from": "join in SQL instead",
    "lookup": "join in SQL instead",
    "url": "a chart may not load anything",
    "href": "a chart may not link anywhere",
    "src": "a chart may not load anything",
    "loader": "a chart may not load anything",
    "usermeta": "embed options are the server's",
    "signal": "use a parameter with `expr`",
    "signals": "use `params`",
    "customformattypes": "use `format` with d3's patterns",
    "element": "a chart may not reach into the page",
    "events": "only the usual interactions are allowed",
    "__proto__": "that is no property of a chart",
    "constructor": "that is no property of a chart",
    "prototype": "that is no property of a chart",
}
EXPRESSION_KEYS = _words("calculate expr labelexpr test filter and or not")
EVENT_KEYS = _words("on clear toggle translate zoom")
FORBIDDEN_MARKS = _words("image geoshape")

COUNT_KEYS = _words("maxbins steps minsteps maxsteps tickcount")
MAX_COUNT = 1_000
"""Steps of a generated series. The chart's worker would survive more, but only by being ended."""

_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_EVENT = re.compile(r"[a-z]+!?|event\.(?:shift|alt|ctrl|meta)Key")
_OPERATION = re.compile(r"[a-z0-9_]+")
_UNIT = re.compile(r"[a-z]+")
_REACHES_OUT = re.compile(
    r"url\s*\(|javascript\s*:|vbscript\s*:|data\s*:\s*(?:text|image|application)/", re.I
)
_ENDS_A_STRING = re.compile(r"[\"'\\]")
_PATTERNS = {"op": _OPERATION, "aggregate": _OPERATION, "timeunit": _UNIT, "param": _NAME}


def check_safe(spec: Node) -> None:
    """Raise ChartRefused for anything that a chart may not contain."""
    _check_views(spec)
    parameters = frozenset(_parameter_names(spec))
    _check_node(spec, parameters)


# The structure of views


def _check_views(view: Node) -> None:
    _check_keys(view, VIEW_KEYS, "property")
    _check_mark(view.get("mark"))
    _check_keys(_object(view, "encoding"), CHANNELS, "encoding channel")
    if isinstance(view.get("facet"), dict) and "field" not in view["facet"]:
        _check_keys(view["facet"], _words("row column"), "facet")
    for transform in _objects(view, "transform"):
        if not transform:
            raise ChartRefused("A transform is empty; leave it out.")
    _check_params(view)
    for name in ("layer", "hconcat", "vconcat", "concat"):
        for child in _objects(view, name):
            _check_views(child)
    _check_views_of_spec(view)


def _check_views_of_spec(view: Node) -> None:
    if "spec" in view:
        _check_views(_object(view, "spec"))


def _check_mark(mark: Any) -> None:
    if mark is None:
        return
    kind = mark.get("type") if isinstance(mark, dict) else mark
    if not isinstance(kind, str) or kind not in MARKS:
        raise ChartRefused(f"The mark {kind!r} is not allowed. Use one of: {', '.join(sorted(MARKS))}.")


def _check_params(node: Node) -> None:
    """Parameters may stand in a view, and in `config` too."""
    for param in _objects(node, "params"):
        _check_param(param)


def _check_param(param: Node) -> None:
    _check_keys(param, PARAM_KEYS, "parameter property")
    if not isinstance(param.get("name"), str) or not _NAME.fullmatch(param["name"]):
        raise ChartRefused("A parameter needs a `name` of letters, digits and underscores.")


def _check_bind(bind: Any) -> None:
    """Inputs become HTML elements with these keys as attributes, so the keys are an allow-list."""
    if bind is None or bind in ("scales", "legend"):
        return
    if not isinstance(bind, dict):
        raise ChartRefused(f"bind {bind!r} is not allowed; use scales, legend or an input.")
    if "input" in bind:
        _check_keys(bind, INPUT_KEYS, "input property")
        if not isinstance(bind["input"], str) or bind["input"] not in INPUTS:
            raise ChartRefused(
                f"The input {bind['input']!r} is not allowed; use {', '.join(sorted(INPUTS))}."
            )
        return
    for inner in bind.values():
        if not isinstance(inner, dict) or "input" not in inner:
            raise ChartRefused("bind must be scales, legend, an input, or one input for each field.")
        _check_bind(inner)


def _check_keys(node: Node, allowed: frozenset[str], what: str) -> None:
    for key in node:
        if key.lower() in FORBIDDEN_KEYS:
            raise _forbidden(key)
        if key not in allowed:
            near = difflib.get_close_matches(key, sorted(allowed), n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise ChartRefused(f"`{key}` is not an allowed {what}.{hint}")


def _object(node: Node, key: str) -> Node:
    value = node.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ChartRefused(f"`{key}` must be an object.")
    return value


def _objects(node: Node, key: str) -> list[Node]:
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ChartRefused(f"`{key}` must be a list of objects.")
    return value


def _parameter_names(node: Any) -> Iterator[str]:
    """The names of all parameters, wherever they are declared; expressions may use them."""
    for child in _values(node):
        yield from _parameter_names(child)
    if isinstance(node, dict) and isinstance(node.get("params"), list):
        names = (param.get("name") for param in node["params"] if isinstance(param, dict))
        yield from (name for name in names if isinstance(name, str))


# Every key and text


def _check_node(node: Any, parameters: Parameters) -> None:
    if isinstance(node, str):
        _check_text(node)
    if isinstance(node, dict):
        if isinstance(node.get("params"), list):
            _check_params(node)
        for key, value in node.items():
            _check_entry(key, value, parameters)
    for child in _values(node):
        _check_node(child, parameters)


def _values(node: Any) -> Iterable[Any]:
    if isinstance(node, dict):
        return node.values()
    return node if isinstance(node, list) else ()


def _texts(value: Any) -> Iterator[str]:
    """A text, or those in lists of any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _check_text(text: str) -> None:
    if _REACHES_OUT.search(text):
        raise ChartRefused(
            "A text in the chart holds a URL or script; a chart may not load or link anything."
        )


def _check_entry(key: str, value: Any, parameters: Parameters) -> None:
    lowered = key.strip().lower()
    if lowered in FORBIDDEN_KEYS:
        raise _forbidden(key)
    if lowered == "type" and isinstance(value, str) and value.lower() in FORBIDDEN_MARKS:
        raise ChartRefused(f"The mark {value!r} is not allowed.")
    if lowered in EXPRESSION_KEYS:
        for expression in _texts(value):
            check_expression(expression, parameters)
    elif "format" in lowered:
        _check_format(key, lowered, value)
    else:
        _check_value(key, lowered, value)


def _check_value(key: str, lowered: str, value: Any) -> None:
    if lowered in COUNT_KEYS or lowered == "keyvals":
        _check_count(key, value)
    elif lowered == "bind":
        _check_bind(value)
    elif lowered in EVENT_KEYS:
        _check_event(key, value)
    elif isinstance(value, str) and lowered in _PATTERNS and not _PATTERNS[lowered].fullmatch(value):
        raise ChartRefused(f"`{key}` can't be {value[:60]!r}.")


def _check_format(key: str, lowered: str, value: Any) -> None:
    """Vega-Lite copies formats, as they are, into strings of code that it generates."""
    if lowered == "formattype" and value not in ("number", "time", None):
        raise ChartRefused("`formatType` may be number or time.")
    if any(map(_ENDS_A_STRING.search, _texts(value))):
        raise ChartRefused(f"`{key}` may have no quotes or backslashes in it.")


def clean_titles(node: Any) -> None:
    """Replace backslashes in titles, in place: of all signs, Vega-Lite doesn't escape these in its code."""
    if isinstance(node, dict):
        for key, value in node.items():
            if "title" in key.lower():
                node[key] = _with_slashes(value)
    for child in _values(node):
        clean_titles(child)


def _with_slashes(title: Any) -> Any:
    if isinstance(title, list):
        return [_with_slashes(line) for line in title]
    return title.replace("\\", "/") if isinstance(title, str) else title


def _check_event(key: str, value: Any) -> None:
    if isinstance(value, str | dict | list) and not (isinstance(value, str) and _EVENT.fullmatch(value)):
        raise ChartRefused(f"`{key}` may be true, false or the plain name of an event.")


def _check_count(key: str, value: Any) -> None:
    if isinstance(value, int | float) and value > MAX_COUNT:
        raise ChartRefused(f"`{key}` may be at most {MAX_COUNT}.")
    if key.lower() == "keyvals" and not isinstance(value, list):
        raise ChartRefused("`keyvals` must be a list of values; or complete the rows in SQL.")


def _forbidden(key: str) -> ChartRefused:
    return ChartRefused(f"`{key}` is not allowed in a chart: {FORBIDDEN_KEYS[key.strip().lower()]}.")
