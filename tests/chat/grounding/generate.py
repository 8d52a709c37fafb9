"""Writes the template part of the planted-error set: `python -m tests.chat.grounding.generate`.

Seeded, so that the files can be made again. The sets of templates share tables' shapes but
no wording; the held-out one was written after the rules were tuned on the others and is not tuned on.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from tests.chat.grounding.planted import CORPUS

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class Shape:
    """A result's shape: its label column with names to draw from, and its measures with their makers."""

    name: str
    label: str
    names: tuple[str, ...]
    measures: dict[str, tuple[str, Callable[[random.Random], float], str]]
    size: int = 6
    dates: bool = False


def _whole(low: int, high: int) -> Callable[[random.Random], float]:
    return lambda dice: dice.randint(low, high)


def _part(low: float, high: float, digits: int) -> Callable[[random.Random], float]:
    return lambda dice: round(dice.uniform(low, high), digits)


SHAPES = (
    Shape("branches", "branch", ("Lisbon", "Porto", "Madrid", "Seville", "Turin", "Milan", "Lyon"),
          {"revenue": ("DOUBLE", _part(20_000, 90_000, 2), ",.2f"), "orders": ("BIGINT", _whole(200, 990), ",d")}),
    Shape("monthly", "month", tuple(MONTHS),
          {"visits": ("BIGINT", _whole(11_000, 29_000), ",d"), "signups": ("BIGINT", _whole(120, 890), ",d")}, 8, True),
    Shape("survey", "answer", ("agree", "disagree", "neutral", "strongly agree", "strongly disagree"),
          {"people": ("BIGINT", _whole(40, 390), ",d"), "percent": ("DOUBLE", _part(5, 60, 2), ".1f")}, 5),
    Shape("sensors", "sensor", ("S1", "S2", "S3", "S4", "S5", "S6"),
          {"mean_temperature": ("DOUBLE", _part(14, 33, 3), ".1f"), "readings": ("BIGINT", _whole(600, 990), ",d")}, 6),
    Shape("coefficients", "term", ("rooms", "age", "distance", "tax", "crime"),
          {"coefficient": ("DOUBLE", _part(-5, 5, 4), ".2f"), "std_error": ("DOUBLE", _part(0.1, 0.9, 4), ".2f")}, 5),
    Shape("forecast", "month", tuple(MONTHS),
          {"forecast": ("DOUBLE", _part(5_000, 9_000, 1), ",.0f"), "upper": ("DOUBLE", _part(9_500, 12_000, 1), ",.0f")}, 4, True),
    Shape("top", "product", ("Green Tea", "Oat Milk", "Espresso Beans", "Cocoa", "Lemonade", "Product 7", "Water"),
          {"units": ("HUGEINT", _whole(300, 9_900), ",d"), "revenue": ("DOUBLE", _part(900, 9_900, 2), ",.2f")}, 6),
    Shape("profile", "column", ("age", "income", "height", "weight", "tenure"),
          {"nulls": ("BIGINT", _whole(11, 190), ",d"), "mean": ("DOUBLE", _part(20, 700, 3), ".2f")}, 5),
)  # fmt: skip

TUNING = {
    "*": [
        "{A} has {m} of {A.m} and {k} of {A.k}.",
        "For {A}, {m} is {A.m}; for {B} it is {B.m}.",
        "{A}: {A.m} {m}, {B}: {B.m} {m}.",
        "The {m} of {A} ({A.m}) and of {B} ({B.m}) differ.",
        "{m} reached {A.m} in {A}.",
        "- {A}: {A.m}\n- {B}: {B.m}\n- {C}: {C.m}",
        "| {label} | {m} | {k} |\n|---|---|---|\n| {A} | {A.m} | {A.k} |\n| {B} | {B.m} | {B.k} |",
        "{A} is at {A.m} in {m}, while {B} is at {B.m} and {C} at {C.m}.",
        "The difference in {m} between {A} and {B} is {=abs(A.m-B.m):m}.",
        "{A} and {B} have a combined {m} of {=A.m+B.m:m}.",
        "The highest {m} belongs to {MAX} with {MAX.m}.",
    ],
    "wrong order": ["{MAX} has the highest {m}.", "{MIN} has the lowest {m}."],
}
SECOND = {
    "*": [
        "We see {m} of {A.m} at {A}, compared with {B.m} at {B}.",
        "At {A.m}, the {m} of {A} stands out.",
        "{A} shows {A.m} for {m} ({k}: {A.k}).",
        "1. **{A}** – {m}: {A.m}\n2. **{B}** – {m}: {B.m}",
        "Both differ in {m}: {A} with {A.m}, {B} with {B.m}.",
        "{k} is {A.k} for {A}. Its {m} is {A.m}.",
        "| {label} | {k} |\n| --- | --- |\n| {C} | {C.k} |\n| {A} | {A.k} |",
        "Added up, {A} and {C} come to {=A.m+C.m:m} in {m}.",
        "The gap in {k} between {A} and {C} amounts to {=abs(A.k-C.k):k}.",
    ],
    "wrong order": [
        "No other {label} has a higher {m}: {MAX} is the largest.",
        "The smallest {k} is found for {MINK}.",
    ],
}
THIRD = {
    "*": [
        "With {m} at {A.m}, {A} differs from {B}, where it is {B.m}.",
        "{A} ({m} {A.m}) – {B} ({m} {B.m})",
        "Looking at {m}: {A} has {A.m}, {B} has {B.m} and {C} has {C.m}.",
        "* {A}: {m} {A.m}, {k} {A.k}\n* {B}: {m} {B.m}, {k} {B.k}",
        "In {A} we find {m} of **{A.m}**; in {C}, {C.m}.",
        "### {A}\n\nThe {m} is {A.m} and the {k} is {A.k}.",
        "| {label} | {k} | {m} |\n|:---|---:|---:|\n| {B} | {B.k} | {B.m} |\n| {C} | {C.k} | {C.m} |",
        "{A} and {B} differ by {=abs(A.m-B.m):m} in {m}.",
        "The sum of {k} for {B} and {C} is {=B.k+C.k:k}.",
    ],
    "wrong order": [
        "When it comes to {m}, {MAX} is the highest.",
        "The {label} with the lowest {k} is {MINK}.",
    ],
}
FOURTH = {
    "*": [
        "{m}, {A}: {A.m}. {m}, {B}: {B.m}.",
        "While {A} reports {A.m} in {m}, {B} reports {B.m}.",
        "Result for {A}: {A.m} ({m}) and {A.k} ({k}).",
        "- {m} in {A} is {A.m}\n- {m} in {B} is {B.m}\n- {k} in {C} is {C.k}",
        "The value of {m} for {A} equals {A.m}; {C} has {C.m}.",
        "**{A}**\n\n- {k}: {A.k}\n- {m}: {A.m}",
        "| {label} | {m} |\n|---|---|\n| {A} | {A.m} |\n| {B} | {B.m} |\n| {C} | {C.m} |",
        "{A} is ahead: {m} of {A.m}, with {k} at {A.k}.",
        "Together, {B} and {C} reach {=B.m+C.m:m} in {m}.",
        "Between {A} and {B} lies a gap of {=abs(A.k-B.k):k} in {k}.",
    ],
    "wrong order": ["{MAX} shows the largest {m} of all.", "The lowest {m} was found for {MIN}."],
}
FIFTH = {
    "*": [
        "{A} recorded {m} of {A.m}, and {B} of {B.m}.",
        "The figure for {A} is {A.m} in {m}.",
        "Both values for {C}: {m} = {C.m}, {k} = {C.k}.",
        "Compare {A} ({A.m}) with {B} ({B.m}) in {m}.",
        "1. {A}: {A.m} {m}\n2. {B}: {B.m} {m}\n3. {C}: {C.m} {m}",
        "{m} at {A} came to {A.m}, {k} to {A.k}.",
        "| {label} | {m} | {k} |\n|---|--:|--:|\n| **{C}** | {C.m} | {C.k} |\n| {B} | {B.m} | {B.k} |",
        "As for {B}, we have {m} of {B.m}. {C}, in contrast, has {C.m}.",
        "{A} plus {B} gives a total {m} of {=A.m+B.m:m}.",
        "{A} and {C} are {=abs(A.m-C.m):m} apart in {m}.",
    ],
    "wrong order": ["{m} is highest in {MAX}.", "{MIN} comes with the lowest {m}."],
}
SIXTH = {
    "*": [
        "{A} stands at {A.m} {m}, {B} at {B.m}.",
        "We counted {A.k} {k} and {A.m} {m} in {A}.",
        "In {A}, {m} amounts to {A.m}, against {B.m} in {B}.",
        "{A}'s {m}: {A.m}. {B}'s {m}: {B.m}.",
        "+ {A} ({k}): {A.k}\n+ {B} ({k}): {B.k}",
        "{B}, with {m} of {B.m}, sits next to {C}, with {m} of {C.m}.",
        "| {label} | {k} | {m} |\n|-----|-----|-----|\n| {A} | {A.k} | {A.m} |\n| {B} | {B.k} | {B.m} |\n| {C} | {C.k} | {C.m} |",
        "{B} has {B.m} as its {m}; {k} is {B.k}.",
        "Taken together, the {m} of {A} and {B} is {=A.m+B.m:m}.",
        "The margin between {B} and {C} in {m} is {=abs(B.m-C.m):m}.",
    ],
    "wrong order": [
        "The {m} of {MAX} is the highest of all.",
        "Nobody is lower in {k} than {MINK}, the smallest.",
    ],
}
SEVENTH = {
    "*": [
        "Where {A} shows {m} of {A.m}, {B} shows {B.m}.",
        "{A} reached {A.m} ({m}).",
        "The {m} is {A.m} in {A}, {B.m} in {B} and {C.m} in {C}.",
        "Note that {k} is only {B.k} for {B}, yet its {m} is {B.m}.",
        "- **{A}:** {m} {A.m}\n- **{B}:** {m} {B.m}\n- **{C}:** {m} {C.m}",
        "{C} ends up with {C.m} in {m} and {C.k} in {k}.",
        "| {label} | {m} | {k} |\n|:-:|:-:|:-:|\n| {A} | {A.m} | {A.k} |\n| {C} | {C.m} | {C.k} |",
        "The {m} of {A} and {C} taken together is {=A.m+C.m:m}.",
        "The {k} of {A} and that of {B} differ by {=abs(A.k-B.k):k}.",
    ],
    "wrong order": ["{MAX} is the {label} with the highest {m}.", "With regard to {m}, {MIN} is lowest."],
}
EIGHTH = {
    "*": [
        "{A} has the following {m}: {A.m}.",
        "For {A} the {m} reads {A.m}, for {C} it reads {C.m}.",
        "{A} made it to {A.m} in {m}; {B} made it to {B.m}.",
        "Its {k} of {A.k} puts {A} in front of {B} with {B.k}.",
        "1) {A}: {k} {A.k}\n2) {B}: {k} {B.k}\n3) {C}: {k} {C.k}",
        "By {m}: {A} {A.m} / {B} {B.m} / {C} {C.m}.",
        "{B} ({B.m} in {m}) and {C} ({C.m} in {m}) come next.",
        "| {label} | {k} |\n|---|---|\n| {B} | {B.k} |\n| {A} | {A.k} |",
        "{A} and {B} sum up to {=A.k+B.k:k} in {k}.",
        "There is a difference of {=abs(B.m-C.m):m} between the {m} of {B} and {C}.",
    ],
    "wrong order": ["Among all, {MAX} has the largest {m}.", "The smallest {m} goes to {MIN}."],
}
HELD_OUT = {
    "*": [
        "{A} had {m} of {A.m}; {B} had {B.m}.",
        "{m} in {A}: {A.m}. {k} in {A}: {A.k}.",
        "With {A.m}, {A} has more to show in {m} than one would think.",
        "* {A} — {A.m} {m}\n* {B} — {B.m} {m}",
        "The {m} of {A} lies at {A.m}, that of {C} at {C.m}.",
        "{C}'s {k} equals {C.k}.",
        "| {label} | {m} | {k} |\n|---|---|---|\n| {B} | {B.m} | {B.k} |\n| {A} | {A.m} | {A.k} |",
        "{B} and {C} combined: {=B.k+C.k:k} {k}.",
        "{A} and {B} differ in {m} by {=abs(A.m-B.m):m}.",
    ],
    "wrong order": ["It is {MAX} that has the highest {m}.", "{MIN} has the smallest {m} of all."],
}


def main() -> None:
    """Write all files."""
    _write("templates_tuning.yaml", TUNING, seed=11, rounds=2)
    _write("templates_second.yaml", SECOND, seed=23, rounds=1)
    _write("templates_third.yaml", THIRD, seed=37, rounds=1)
    _write("templates_fourth.yaml", FOURTH, seed=41, rounds=2)
    _write("templates_fifth.yaml", FIFTH, seed=59, rounds=2)
    _write("templates_sixth.yaml", SIXTH, seed=73, rounds=2)
    _write("templates_seventh.yaml", SEVENTH, seed=97, rounds=2)
    _write("templates_eighth.yaml", EIGHTH, seed=113, rounds=2)
    _write("templates_heldout.yaml", HELD_OUT, seed=131, rounds=2)


def _write(name: str, templates: dict[str, list[str]], *, seed: int, rounds: int) -> None:
    dice = random.Random(seed)
    groups = [_group(shape, templates, dice) for _ in range(rounds) for shape in SHAPES]
    head = "# Written by tests/chat/grounding/generate.py. Form: see prose_tuning.yaml.\n"
    body = yaml.safe_dump(groups, allow_unicode=True, sort_keys=False, width=110)
    (CORPUS / name).write_text(head + body, encoding="utf-8")


def _group(shape: Shape, templates: dict[str, list[str]], dice: random.Random) -> dict[str, Any]:
    rows = _rows(shape, dice)
    table = {
        "columns": [shape.label, *shape.measures],
        "types": ["DATE" if shape.dates else "VARCHAR", *(kind for kind, _, _ in shape.measures.values())],
        "rows": [[_stored(shape, row[shape.label]), *(row[name] for name in shape.measures)] for row in rows],
    }
    texts = [_filled(template, shape, rows, dice) for template in templates["*"]]
    texts += [_ordered(template, shape, rows, dice) for template in templates["wrong order"]]
    return {"results": [shape.name], "tables": {shape.name: table}, "texts": texts}


def _rows(shape: Shape, dice: random.Random) -> list[dict[str, Any]]:
    names = (
        shape.names[: shape.size]
        if shape.dates
        else dice.sample(shape.names, min(shape.size, len(shape.names)))
    )
    return [
        {shape.label: name} | {m: make(dice) for m, (_, make, _) in shape.measures.items()} for name in names
    ]


def _stored(shape: Shape, name: str) -> str:
    return f"2024-{MONTHS.index(name) + 1:02}-01" if shape.dates else name


def _filled(template: str, shape: Shape, rows: list[dict[str, Any]], dice: random.Random) -> str:
    """The template over three rows drawn; one figure drawn from it can also be wrong."""
    m, k = dice.sample(list(shape.measures), 2)
    drawn = dict(zip("ABC", dice.sample(rows, 3), strict=True))
    for extreme, choose in (("MAX", max), ("MIN", min)):
        drawn[extreme] = choose(rows, key=lambda row: row[m])
    figures = list(_figures(template))
    target = dice.choice(figures)
    text = template
    for slot in figures:
        right, wrong = _figure(slot, m, k, drawn, shape, rows, dice)
        text = text.replace(slot, f"[[{right}~{wrong}]]" if slot == target else f"[[{right}]]", 1)
    return _named(text, shape, m, k, drawn)


def _figures(template: str) -> Iterator[str]:
    yield from re.findall(r"\{(?:[A-Z]+\.[mk]|=[^}]+)\}", template)


def _figure(
    slot: str, m: str, k: str, drawn: dict[str, dict[str, Any]], shape: Shape,
    rows: list[dict[str, Any]], dice: random.Random,
) -> tuple[str, str]:  # fmt: skip
    """The right words, and wrong ones with their reason behind a bar."""
    columns = {"m": m, "k": k}
    if slot.startswith("{="):
        formula, column = slot[2:-1].split(":")
        place = {key: type("Row", (), {"m": row[m], "k": row[k]}) for key, row in drawn.items()}
        value = eval(formula, {"abs": abs, **place})
        form = shape.measures[columns[column]][2]
        right = _shown(value, form)
        wrongs = (_shown(value * dice.choice((0.83, 1.07, 1.31)), form), _shown(value * 1.5 + 1, form))
        return right, f"{next(wrong for wrong in wrongs if wrong != right)}|wrong result"
    row, name = drawn[slot[1:-1].split(".")[0]], columns[slot[-2]]
    form = shape.measures[name][2]
    right = _shown(row[name], form)
    return right, _spoiled(row, name, right, shape, rows, dice)


def _spoiled(
    row: dict[str, Any], name: str, right: str, shape: Shape, rows: list[dict[str, Any]], dice: random.Random
) -> str:
    form = shape.measures[name][2]
    other = next(m for m in shape.measures if m != name)
    spoilt = {
        "swapped row": _shown(dice.choice([r for r in rows if r is not row])[name], form),
        "swapped column": _shown(row[other], shape.measures[other][2]),
        "magnitude": _shown(row[name] * 1000, form),
        "digits": _shown(row[name] * dice.choice((0.9, 1.13, 1.4)) + 1, form),
        "wrong sign": right.removeprefix("-") if row[name] < 0 else f"-{right}",
    }
    kinds = [kind for kind, shown in spoilt.items() if shown != right]
    kind = dice.choice(kinds)
    return f"{spoilt[kind]}|{kind}"


def _ordered(template: str, shape: Shape, rows: list[dict[str, Any]], dice: random.Random) -> str:
    """A superlative about the right row, or the same about another one: the word is the wrong part."""
    m, k = dice.sample(list(shape.measures), 2)
    right = {
        "MAX": max(rows, key=lambda row: row[m]),
        "MIN": min(rows, key=lambda row: row[m]),
        "MINK": min(rows, key=lambda row: row[k]),
    }
    word = re.search(r"highest|lowest|largest|smallest", template)
    assert word is not None
    opposite = {"highest": "lowest", "lowest": "highest", "largest": "smallest", "smallest": "largest"}
    marked = template.replace(word[0], f"[[{word[0]}~{opposite[word[0]]}|wrong superlative]]")
    return _named(marked, shape, m, k, right)


def _named(text: str, shape: Shape, m: str, k: str, drawn: dict[str, dict[str, Any]]) -> str:
    for key, row in drawn.items():
        text = text.replace(f"{{{key}}}", str(row[shape.label]))
    words = {"label": shape.label, "m": m.replace("_", " "), "k": k.replace("_", " ")}
    for key, word in words.items():
        text = text.replace(f"{{{key}}}", word)
    return text


def _shown(value: float, form: str) -> str:
    return format(round(value) if form.endswith("d") else value, form)


if __name__ == "__main__":
    main()
