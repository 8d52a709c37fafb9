"""Whatever a file or a model writes: no exception, bounded work, offsets that point at the text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chat.grounding import Evidence, FileFacts, Ledger
from chat.grounding.ledger import MAX_FIGURES, MAX_TEXT

FACTS = FileFacts(10, 2, ("a", "b"), "data.csv")
CELLS: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.lists(st.integers(), max_size=2),
    st.sampled_from(["NaN", "inf", "1e999", "2024-03-01", "-5", "٣٤", "North", "9" * 400, "`|`", "12 %", ""]),
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "North",
        "South",
        "12",
        "1,234.5",
        "1.234,5",
        "12%",
        "-3",
        "$4.2M",
        "half",
        "a",
        "third",
        "twice",
        "March",
        "2024",
        "2024-03-05",
        "the",
        "highest",
        "more",
        "than",
        "rose",
        "fell",
        "by",
        "from",
        "to",
        ".",
        ",",
        "(",
        ")",
        "|",
        "\n",
        "-",
        "**",
        "`",
        "of",
        "total",
        "average",
        "second",
        "all",
        "none",
        "٣٤",
        "1e999",
        "²",
        "R²",
        "€",
    ]
)
TYPES = ["VARCHAR", "DOUBLE", "BIGINT", "DATE", "", "DECIMAL(18,2)"]


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    width = draw(st.integers(0, 4))
    names = st.one_of(
        st.text(max_size=10), st.sampled_from(["revenue", "n", "%", "avg_price", "year", "month"])
    )
    columns = tuple(draw(st.lists(names, min_size=width, max_size=width)))
    types = tuple(draw(st.lists(st.sampled_from(TYPES), max_size=width)))
    rows = draw(st.lists(st.lists(CELLS, max_size=width + 1), max_size=6))
    return Evidence(
        "e",
        columns,
        types,
        rows,
        draw(st.none() | st.integers(0, 9)),
        draw(st.booleans()),
        sql=draw(st.text(max_size=30)),
    )


@settings(max_examples=300, deadline=None)
@given(
    st.lists(evidences(), max_size=3),
    st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)),
)
def test_any_text_over_any_results_is_accounted_for(results: list[Evidence], text: str) -> None:
    ledger = Ledger(FACTS, [text[:20]])
    for result in results:
        ledger.add(result)
    grounding = ledger.check(text)
    assert sum(grounding.counts.values()) == len(grounding.figures)
    for figure in grounding.figures:
        assert text[figure.start : figure.end] == figure.text != ""
        assert (figure.reason is None) == (figure.status != "unverified")


def _north() -> Ledger:
    ledger = Ledger(FACTS, [])
    ledger.add(
        Evidence(
            "e",
            ("region", "revenue"),
            ("VARCHAR", "DOUBLE"),
            [["North", 4210.0], ["South", 3100.0]],
            2,
            False,
        )
    )
    return ledger


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "1.1.",
        "a third ",
        "(",
        "|1|\n",
        "`",
        "**",
        "North ",
        "- 1\n",
        "more than ",
        "2024-",
        "March 2024, ",
        "1 - ",
        "₂",
        "12 %(",
    ],
)
def test_a_hundred_thousand_hostile_characters_end(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    grounding = _north().check(text)
    assert len(grounding.figures) <= MAX_FIGURES
    assert all(figure.end <= MAX_TEXT for figure in grounding.figures)


def test_a_column_of_markup_and_quotes_is_only_a_name() -> None:
    ledger = Ledger(FACTS, [])
    ledger.add(
        Evidence(
            "e", ('"; DROP TABLE', "<b>x</b>"), ("VARCHAR", "DOUBLE"), [["|`*[x](http://y)", 7.25]], 1, False
        )
    )
    (figure,) = ledger.check("The value is 7.25.").figures
    assert (figure.status, figure.column) == ("verified", "<b>x</b>")
