"""Finding figures in a text: where they stand, what they are worth and how exactly they were written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from chat.grounding.lexicon import FRACTIONS, MULTIPLES, NUMBER_WORDS, ORDINALS, SCALES

Kind = Literal["number", "percent", "points", "multiple", "fraction", "ordinal", "word"]
Hedge = Literal["", "about", "over", "under"]

MAX_DIGITS = 40
_NUMBER = re.compile(r"(?<![\w.,])\.?[0-9]+(?:[.,'’\u00a0\u202f][0-9]+)*(?:[eE][+-]?[0-9]{1,3}(?![0-9]))?")
_AFTER = re.compile(
    r"(?P<percent>[ \u00a0\u202f]?%|[ -](?:percent|per cent|prozent)(?!\w|punkt))"
    r"|(?P<points>[ -]?(?:percentage points?|prozentpunkte?n?|pp)\b)"
    r"|(?P<multiple>[ ]?(?:x|×)(?!\w)|[ -](?:times|mal)(?= (?:as|that|the|those|more|higher|larger|greater"
    r"|bigger|less|so)\b)|-?fold\b|-?fach)"
    r"|(?P<ordinal>(?:st|nd|rd|th)\b)"
    r"|(?P<scale>[ \u00a0\u202f]?(?:k|m|mn|b|bn)\b|[ \u00a0\u202f-](?:thousand|tausend|tsd|millions?"
    r"|millionen|mio|billions?|mrd|milliarden?|trillion)\b)",
    re.IGNORECASE,
)
_POINTS_AFTER_PERCENT = re.compile(r"\s?-?(?:points?|punkte?n?)\b", re.IGNORECASE)
# "1.6 × 10⁻⁸"
_POWER = re.compile(r"\s?[×x·*]\s?10(?:\^\{?(?P<plain>[-−]?[0-9]{1,3})\}?|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}))")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
# "12 + 90 × quantity": a product, not "90 times".
_TERM = re.compile(r"[=+−-]\s?[-−$€£]?$")
_UNIT = re.compile(r"(?:°[CF]?|kg|g|km|cm|mm|m²|h|s|ms|min|mg|l|ml|kWh|€|\$|£|EUR|USD)(?!\w)")
_HEDGES: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("about", re.compile(r"(?:about|around|roughly|approximately|approx\.?|circa|ca\.|some|rund|etwa|ungefähr"
                         r"|~|≈)$")),
    ("under", re.compile(r"(?:nearly|almost|just under|close to|less than|fewer than|under|below|at most"
                         r"|knapp|fast|unter|weniger als|höchstens|<|≤|<=)$")),
    ("over", re.compile(r"(?:over|above|more than|at least|exceed|exceeds|exceeding|upwards of|über|mehr als"
                        r"|mindestens|gut|>|≥|>=)$")),
)  # fmt: skip
# "twice as many" is a ratio, "occurs twice" isn't.
_TWICE = frozenset(("twice", "thrice", "doppelt"))
_AS = re.compile(r"\s(?:as|the|that|what|those|its|so|wie)\b", re.IGNORECASE)
# "COVID-19" is a name.
_PART_OF_NAME = re.compile(r"[^\W\d_]-$")
_RANGE = re.compile(r"\s?(?:to|and|und|bis|auf|or|–|-|—)\s?(?:[$€£]\s?)?")
_WORD = re.compile(r"[^\W\d_]+")
_FRACTION = re.compile(
    r"(?:(?P<count>a|one|an|two|three|four|ein|eine|zwei|drei|vier|die|der)[ -])?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as written: `value` with everything multiplied out, right to within `half` either way.

    A percentage keeps its percent (12 % is 12.0). `negative` says that a minus sign stands before it.
    """

    start: int
    end: int
    text: str
    value: float
    half: float
    kind: Kind = "number"
    hedge: Hedge = ""
    negative: bool = False
    unit: str = ""
    whole: bool = False
    scale: float = 1.0


def numbers(text: str, start: int, end: int, *, german: bool) -> Iterator[Written]:
    """Every figure in digits between `start` and `end`, in order."""
    before: Written | None = None
    for match in _NUMBER.finditer(text, start, end):
        if before is not None and match.start() < before.end:
            continue
        if len(match[0]) > MAX_DIGITS or (written := _written(text, match, german=german)) is None:
            continue
        if before is not None:
            yield _sharing(text, before, written)
        before = written
    if before is not None:
        yield before


def words(text: str, start: int, end: int) -> Iterator[Written]:
    """Figures in words: fractions, multiples, small counts. Ordinals are left to the comparisons."""
    for match in _WORD.finditer(text, start, end):
        word = match[0].casefold()
        if word in MULTIPLES and (word not in _TWICE or _AS.match(text, match.end())):
            yield _in_words(text, match.start(), match.end(), float(MULTIPLES[word]), "multiple")
        elif word in FRACTIONS and (found := _fraction(text, match, word)) is not None:
            yield found
        elif word in NUMBER_WORDS:
            yield _counted(text, match, NUMBER_WORDS[word])


def ordinals(text: str, start: int, end: int) -> Iterator[Written]:
    """Ranks: "third", "3rd"."""
    for match in _WORD.finditer(text, start, end):
        if (rank := ORDINALS.get(match[0].casefold())) is not None:
            yield Written(match.start(), match.end(), match[0], rank, 0.0, "ordinal")


def _written(text: str, match: re.Match[str], *, german: bool) -> Written | None:
    if _PART_OF_NAME.search(text, max(match.start() - 2, 0), match.start()):
        return None
    read = read_number(match[0], german=german)
    if read is None:
        return None
    value, decimals = read
    end, kind, scale = _suffix(text, match.end())
    if (power := _POWER.match(text, match.end())) is not None:
        end, kind, scale = power.end(), "number", _power(power)
    elif kind == "multiple" and _TERM.search(text, max(match.start() - 4, 0), match.start()):
        end, kind = match.end(), "number"
    if kind is None:
        return None
    start, negative, currency = _prefix(text, match.start())
    unit = currency or (found[0] if (found := _UNIT.match(text, end + (text[end : end + 1] == " "))) else "")
    whole = decimals == 0 and scale == 1.0
    half = 0.5 * 10.0**-decimals * scale
    hedge = _hedge(text, start)
    if not math.isfinite(value * scale):
        return None
    return Written(
        start, end, text[start:end], -value * scale if negative else value * scale, half, kind, hedge,
        negative, unit, whole, scale,
    )  # fmt: skip


def _power(match: re.Match[str]) -> float:
    shown = match["plain"] or match["raised"].translate(_RAISED)
    return float(f"1e{shown.replace('−', '-')}")


def _sharing(text: str, first: Written, second: Written) -> Written:
    """ "1.2 to 1.9 million", "10–20 %": the first figure has the scale and kind of the second."""
    plain = first.kind == "number" and first.scale == 1.0
    alike = second.scale != 1.0 or second.kind in ("percent", "points")
    if not (plain and alike and _RANGE.fullmatch(text[first.end : second.start][:12])):
        return first
    scale = second.scale
    return replace(
        first, value=first.value * scale, half=first.half * scale, scale=scale, kind=second.kind, whole=False
    )


def read_number(shown: str, *, german: bool) -> tuple[float, int] | None:
    """The value and its decimals. A comma or dot counts as decimal by language and by what follows it."""
    mantissa, _, exponent = shown.replace("E", "e").partition("e")
    plain = re.sub("['’\u00a0\u202f]", "", mantissa)
    if "," in plain and "." in plain:
        german = plain.rfind(",") > plain.rfind(".")
    thousands, decimal = (".", ",") if german else (",", ".")
    if thousands in plain and not re.fullmatch(
        rf"[0-9]{{1,3}}(\{thousands}[0-9]{{3}})+(\{decimal}[0-9]+)?", plain
    ):
        if plain.count(thousands) > 1 or decimal in plain:
            return None
        thousands, decimal = decimal, thousands
    elif thousands in plain and plain.startswith("0"):
        thousands, decimal = decimal, thousands
    plain = plain.replace(thousands, "").replace(decimal, ".")
    if plain.count(".") > 1:
        return None
    power = int(exponent or 0)
    value = float(f"{plain}e{power}")
    return (value, max(len(plain.partition(".")[2]) - power, -300)) if abs(value) < 1e300 else None


def _suffix(text: str, end: int) -> tuple[int, Kind | None, float]:
    """How far the figure reaches with its suffix, its kind, and what the suffix multiplies by."""
    match = _AFTER.match(text, end)
    if match is None:
        attached = text[end : end + 1]
        known = not (attached.isalnum() or attached == "_") or _UNIT.match(text, end) is not None
        return end, "number" if known else None, 1.0
    if match["scale"]:
        return match.end(), "number", SCALES[match["scale"].strip(" -\u00a0\u202f").casefold()]
    if match["percent"] and (points := _POINTS_AFTER_PERCENT.match(text, match.end())):
        return points.end(), "points", 1.0
    kinds: tuple[Kind, ...] = ("percent", "points", "multiple", "ordinal")
    return match.end(), next(kind for kind in kinds if match[kind]), 1.0


def _prefix(text: str, start: int) -> tuple[int, bool, str]:
    """Where the figure begins with its sign and currency, whether it is negative, and the currency."""
    at, currency = start, ""
    if text[at - 1 : at] in ("$", "€", "£") and at:
        currency, at = text[at - 1], at - 1
    elif text[max(at - 2, 0) : at] in ("$ ", "€ ", "£ "):
        currency, at = text[at - 2], at - 2
    sign = text[at - 1 : at] if at else ""
    before = text[at - 2 : at - 1] if at > 1 else " "
    if sign and sign in "-−–+" and (before.isspace() or before in "([|=:≈~*\\"):
        return at - 1, sign != "+", currency
    return at, False, currency


def _hedge(text: str, start: int) -> Hedge:
    before = text[max(start - 22, 0) : start].rstrip(" \u00a0*_").casefold()
    for hedge, pattern in _HEDGES:
        if (found := pattern.search(before)) is not None and not before[: found.start()][-1:].isalpha():
            return hedge
    return ""


def _in_words(text: str, start: int, end: int, value: float, kind: Kind) -> Written:
    # People say "half" and "twice" for what is near it: within 6 %, with "about" within 12 %.
    hedge = _hedge(text, start)
    return Written(
        start, end, text[start:end], value, value * (0.12 if hedge == "about" else 0.06), kind, hedge
    )


def _fraction(text: str, match: re.Match[str], word: str) -> Written | None:
    if text[match.end() : match.end() + 1] == "-":
        return None
    before = text[max(match.start() - 6, 0) : match.start()]
    count = _FRACTION.search(before)
    said = (count["count"] or "").casefold() if count else ""
    if not said and word not in ("half", "hälfte"):
        return None
    if word == "half" and before.casefold().endswith(
        ("irst ", "cond ", "the ", "ddle ", "ther ", "pper ", "ower ", "this ")
    ):
        return None
    many = NUMBER_WORDS.get(said, 1)
    start = match.start() - (len(said) + 1 if said else 0)
    return _in_words(text, start, match.end(), many * FRACTIONS[word], "fraction")


def _counted(text: str, match: re.Match[str], value: int) -> Written:
    times = re.match(r"[ -](?:times|mal|fold)\b", text[match.end() : match.end() + 7], re.IGNORECASE)
    if times:
        return _in_words(text, match.start(), match.end() + times.end(), float(value), "multiple")
    return Written(match.start(), match.end(), match[0], value, 0.0, "word", whole=True)
