"""An allow-list for the small expression language of Vega that chart specifications may contain.

Vega's interpreter is a sandbox with a history of holes (object literals with a `toString`, regular
expressions, selections that reach the view). A chart of query rows needs arithmetic, comparisons and
formatting; everything else is refused before a browser sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.errors import ChartRefused

MAX_EXPRESSION_CHARS = 1_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    """
    abs acos asin atan atan2 ceil cos exp floor hypot log max min pow round sign sin sqrt tan trunc
    clamp isArray isBoolean isDate isDefined isNumber isObject isString isValid isNaN isFinite
    toBoolean toDate toNumber toString parseFloat parseInt length lower upper trim substring slice
    split join indexof lastindexof replace truncate format timeFormat utcFormat timeParse utcParse
    now datetime date day dayofyear year quarter month week hours minutes seconds milliseconds time
    timezoneoffset utc utcdate utcday utcdayofyear utcyear utcquarter utcmonth utcweek utchours
    utcminutes utcseconds utcmilliseconds timeOffset utcOffset monthFormat monthAbbrevFormat
    dayFormat dayAbbrevFormat if extent inrange lerp peek reverse span random rgb hsl lab hcl
    luminance
    """
)
CONSTANTS = _words(
    """
    datum true false null undefined NaN Infinity PI E LN2 LN10 LOG2E LOG10E SQRT1_2 SQRT2 MAX_VALUE
    MIN_VALUE width height
    """
)
FORBIDDEN_PROPERTIES = frozenset({"constructor", "prototype", "__proto__"})

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    | (?P<name>[^\W\d]\w*)
    | (?P<sign>===|!==|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:,.()\[\]])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str

    @property
    def is_operand(self) -> bool:
        """A `/` after it divides; anywhere else it would begin a regular expression."""
        return self.kind in ("number", "string", "name") or self.text in (")", "]")


_NOTHING = _Token("sign", "(")


def check_expression(expression: str, parameters: Iterable[str] = ()) -> None:
    """Raise ChartRefused unless the expression uses only allowed functions, constants and parameters."""
    if len(expression) > MAX_EXPRESSION_CHARS:
        raise ChartRefused(
            f"An expression is longer than {MAX_EXPRESSION_CHARS} characters; compute it in SQL."
        )
    tokens = _tokens(expression)
    known = CONSTANTS | set(parameters)
    for before, token, after in _neighbours(tokens):
        if token.kind == "name":
            _check_name(before, token, after, known, expression)
        elif token.text == "/" and not before.is_operand:
            raise _refused(expression, "regular expressions and comments are not allowed")
        elif token.kind == "string" and before.text == "[" and _is_no_column(token.text[1:-1]):
            raise _refused(expression, f"{token.text} is not a column")


def datum_fields(expression: str) -> list[str]:
    """The columns that an expression reads as `datum.x` or `datum['x']`, in order."""
    fields: list[str] = []
    tokens = _tokens(expression)
    for position, token in enumerate(tokens[:-2]):
        if token.text != "datum":
            continue
        mark, name = tokens[position + 1], tokens[position + 2]
        if mark.text == "." and name.kind == "name":
            fields.append(name.text)
        elif mark.text == "[" and name.kind == "string":
            fields.append(name.text[1:-1])
    return fields


def _check_name(before: _Token, token: _Token, after: _Token, known: frozenset[str], expression: str) -> None:
    is_call = after.text == "("
    if before.text == ".":
        if is_call:
            raise _refused(expression, f"methods like .{token.text}() are not allowed; use Vega's functions")
        if _is_no_column(token.text):
            raise _refused(expression, f"{token.text} is not a column")
    elif is_call and token.text not in FUNCTIONS:
        raise _refused(expression, f"the function {token.text}() is not allowed; compute it in SQL")
    elif not is_call and token.text not in known:
        raise _refused(
            expression, f"{token.text} is unknown; columns are written datum.name or datum['name']"
        )


def _tokens(expression: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(expression):
        match = _TOKEN.match(expression, position)
        if match is None:
            raise _refused(expression, f"{expression[position]!r} is not allowed in it")
        position = match.end()
        if match.lastgroup != "space":
            tokens.append(_Token(str(match.lastgroup), match.group()))
    return tokens


def _neighbours(tokens: list[_Token]) -> Iterator[tuple[_Token, _Token, _Token]]:
    padded = [_NOTHING, *tokens, _Token("sign", ")")]
    return zip(padded, padded[1:], padded[2:], strict=False)


def _is_no_column(name: str) -> bool:
    """Properties every object has, and escapes, which could spell them; no chartable name needs one."""
    return name in FORBIDDEN_PROPERTIES or "\\" in name


def _refused(expression: str, reason: str) -> ChartRefused:
    shown = expression if len(expression) <= 120 else expression[:120] + "…"
    return ChartRefused(f"The expression {shown!r} can't be used: {reason}.")
