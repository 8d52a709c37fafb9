"""How long the ledger of figures takes: a text of 2,000 characters against 50 results of 1,000 rows."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from benchmarks.report import Row
from chat.grounding import Evidence, FileFacts, Ledger

RESULTS = 50
ROWS = 1_000
MEASURES = 9
LENGTH = 2_000
_ROUNDS = 5


def measure() -> list[Row]:
    """The slowest of five checks, and the slowest of fifty additions, in milliseconds."""
    dice = random.Random(5)
    ledger = Ledger(FileFacts(100_000, 10, ("name",), "data.csv"), ["Which names stand out?"])
    results = [_result(number, dice) for number in range(RESULTS)]
    added = max(_milliseconds(lambda result=result: ledger.add(result)) for result in results)
    text = _text(results, dice)
    checked = max(_milliseconds(lambda: ledger.check(text)) for _ in range(_ROUNDS))
    figures = len(ledger.check(text).figures)
    detail = f"{figures} figures in {len(text):,} characters, {RESULTS} results of {ROWS:,} × {MEASURES + 1}"
    return [
        Row("Ledger: a text checked, ms", checked, "< 50", detail),
        Row("Ledger: a result added, ms", added, "", f"the slowest of {RESULTS}"),
    ]


def _milliseconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _result(number: int, dice: random.Random) -> Evidence:
    columns = ("name", *(f"measure {number} {letter}" for letter in "abcdefghi"))
    rows = [
        [f"Item {row}", *(round(dice.uniform(0, 1e6), 2) for _ in range(MEASURES))] for row in range(ROWS)
    ]
    types = ("VARCHAR", *("DOUBLE",) * MEASURES)
    return Evidence(str(number), columns, types, rows, ROWS, truncated=False, sql="SELECT name FROM data")


def _text(results: list[Evidence], dice: random.Random) -> str:
    text = ""
    for sentence in _sentences(results, dice):
        text += sentence
        if len(text) >= LENGTH:
            return text[:LENGTH]
    return text


def _sentences(results: list[Evidence], dice: random.Random) -> Iterator[str]:
    """Half of the figures are right; the wrong ones take longest, since everything is tried."""
    while True:
        row = dice.choice(dice.choice(results).rows)
        right, wrong = row[1 + dice.randrange(MEASURES)], dice.uniform(0, 1e6)
        yield f"{row[0]} reached {right:,.2f}, the highest, and {wrong:,.2f} more in total than the average. "
