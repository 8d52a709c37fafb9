"""Whatever `csv.writer` writes loads back: the same rows, in the same order, whichever the dialect."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import duckdb
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.importing.importer import import_file
from engine.limits import ImportLimits

# No lone return: Python writes it unquoted, and then it can't be told from a line break.
_PIECES = st.sampled_from([*"xyzä€ ,;|\t\"'\n#.ß", "\r\n", "end", "NA"])
_CELLS = st.lists(_PIECES, max_size=12).map("".join)


@st.composite
def _tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 5))
    row = st.lists(_CELLS, min_size=width, max_size=width)
    # The last cell keeps a row from looking like one that lacks cells.
    rows = draw(st.lists(row, min_size=1, max_size=12))
    return [[*cells, f"end {number}"] for number, cells in enumerate(rows)]


_DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|"),
        "quotechar": st.sampled_from("\"'"),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
        "lineterminator": st.sampled_from(["\n", "\r\n"]),
    }
)


def _is_ambiguous(rows: list[list[str]], quote: object) -> bool:
    """A cell in the other quotes can't be told from a quoted cell, by nobody."""
    other = "'" if quote == '"' else '"'
    return any(cell.strip().startswith(other) for row in rows for cell in row)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=_tables(), dialect=_DIALECTS)
def test_written_rows_load_back(rows: list[list[str]], dialect: dict[str, object]) -> None:
    assume(not _is_ambiguous(rows, dialect["quotechar"]))
    names = [f"name_{index}" for index in range(len(rows[0]))]
    text = io.StringIO(newline="")
    writer = csv.writer(text, **dialect)  # type: ignore[arg-type]
    writer.writerows([names, *rows])
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "original.csv"
        source.write_bytes(text.getvalue().encode())
        result = import_file(source, Path(folder), "csv", ImportLimits())
        with duckdb.connect(str(Path(folder) / "data.duckdb"), read_only=True) as connection:
            loaded = connection.execute("FROM data ORDER BY rowid").fetchall()
    assert [column.name for column in result.columns] == names, result.report
    assert loaded == [tuple(cell or None for cell in row) for row in rows], result.report
