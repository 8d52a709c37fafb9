"""The planted-error set as data: marked sentences become texts, some with exactly one wrong figure.

`[[right]]` is a right figure. `[[right~wrong|why]]` makes two texts: one with the right words and
one with the wrong ones planted. The measure is taken per figure: a planted figure is caught when
an unverified figure touches it; an unverified figure that touches no planted one is a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from chat.grounding import Evidence, FileFacts, Grounding, Ledger

CORPUS = Path(__file__).with_name("corpus")
PARTS = {
    "tuning": (
        "prose_tuning.yaml", "prose_second.yaml", "prose_third.yaml", "prose_fourth.yaml", "prose_fifth.yaml", "prose_sixth.yaml", "prose_seventh.yaml", "prose_eighth.yaml", "prose_ninth.yaml", "prose_tenth.yaml", "prose_eleventh.yaml", "right_only.yaml", "examined.yaml",
        "templates_tuning.yaml", "templates_second.yaml", "templates_third.yaml", "templates_fourth.yaml", "templates_fifth.yaml", "templates_sixth.yaml", "templates_seventh.yaml", "templates_eighth.yaml",
    ),
    "held out": ("prose_heldout.yaml", "templates_heldout.yaml"),
}  # fmt: skip
_MARK = re.compile(r"\[\[(?P<right>[^\]\[~|]+)(?:~(?P<wrong>[^\]|]+)(?:\|(?P<why>[^\]]+))?)?\]\]")


@dataclass(frozen=True)
class Case:
    """One text; `planted` is the span of its one wrong figure, `why` what is wrong with it."""

    text: str
    planted: tuple[int, int] | None
    why: str
    evidence: tuple[Evidence, ...]
    facts: FileFacts
    question: str

    def check(self) -> Grounding:
        ledger = Ledger(self.facts, [self.question] if self.question else [])
        for result in self.evidence:
            ledger.add(result)
        return ledger.check(self.text)


@dataclass
class Score:
    """How many planted figures were caught, and how many right ones were marked."""

    planted: int = 0
    caught: int = 0
    right: int = 0
    alarms: int = 0
    texts: int = 0

    @property
    def recall(self) -> float:
        return self.caught / self.planted

    @property
    def false_alarms(self) -> float:
        return self.alarms / self.right


@dataclass(frozen=True)
class Mistake:
    """A miss or a false alarm, for the report of a failing test."""

    kind: str
    text: str
    detail: str


def cases(part: str) -> Iterator[Case]:
    """Every text of one part of the set, with the results that it speaks about."""
    results = _load("results.yaml")
    for file in PARTS[part]:
        for group in _load(file):
            known = results | group.get("tables", {})
            evidence = tuple(_evidence(name, known[name]) for name in group["results"])
            for marked in group["texts"]:
                for text, planted, why in marked_variants(marked):
                    yield Case(
                        text,
                        planted,
                        why,
                        evidence,
                        _facts(group.get("facts", {})),
                        group.get("question", ""),
                    )


def measure(part: str) -> tuple[Score, list[Mistake]]:
    """Check every text of the part and hold the marks against what was planted."""
    score, mistakes = Score(), list[Mistake]()
    for case in cases(part):
        figures = case.check().figures
        score.texts += 1
        hits = [f for f in figures if f.status == "unverified" and _touches(case.planted, f.start, f.end)]
        if case.planted:
            score.planted += 1
            score.caught += bool(hits)
            if not hits:
                mistakes.append(Mistake("missed", case.text, case.why))
        for figure in figures:
            if _touches(case.planted, figure.start, figure.end):
                continue
            score.right += 1
            if figure.status == "unverified":
                score.alarms += 1
                mistakes.append(Mistake("false alarm", case.text, f"{figure.text}: {figure.reason}"))
    return score, mistakes


def _touches(planted: tuple[int, int] | None, start: int, end: int) -> bool:
    return planted is not None and start < planted[1] and planted[0] < end


def marked_variants(marked: str) -> Iterator[tuple[str, tuple[int, int] | None, str]]:
    """(text, planted, why): the text with all figures right, then one for each wrong figure."""
    marks = list(_MARK.finditer(marked))
    yield _rendered(marked, marks, None)
    for mark in marks:
        if mark["wrong"]:
            yield _rendered(marked, marks, mark)


def _rendered(
    marked: str, marks: list[re.Match[str]], wrong: re.Match[str] | None
) -> tuple[str, tuple[int, int] | None, str]:
    text, at, planted = "", 0, None
    for mark in marks:
        text += marked[at : mark.start()]
        shown = mark["wrong"] if mark is wrong else mark["right"]
        if mark is wrong:
            planted = (len(text), len(text) + len(shown))
        text += shown
        at = mark.end()
    return text + marked[at:], planted, (wrong["why"] or "") if wrong else ""


def _load(name: str) -> Any:
    return yaml.safe_load((CORPUS / name).read_text(encoding="utf-8"))


def _evidence(name: str, table: dict[str, Any]) -> Evidence:
    return Evidence(
        execution_id=name,
        columns=tuple(table["columns"]),
        types=tuple(table["types"]),
        rows=table["rows"],
        total_rows=table.get("total_rows", len(table["rows"])),
        truncated=table.get("truncated", False),
        table=table.get("table"),
        sql=table.get("sql", ""),
    )


def _facts(facts: dict[str, Any]) -> FileFacts:
    names = tuple(facts.get("names", ("id", "value", "note")))
    return FileFacts(facts.get("rows", 9_731), facts.get("columns", len(names)), names, "data.csv")
