"""What a look at a file's head can't see: late surprises, and lines that must add up."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import duckdb
import pytest

from engine.errors import DiskFull, ImportRefused
from engine.importing import importer
from engine.importing.importer import import_file
from engine.limits import ImportLimits
from engine.results import ImportResult

_ROWS = 300_000


def _import(tmp_path: Path, text: str | bytes, limits: ImportLimits | None = None) -> ImportResult:
    source = tmp_path / "original.csv"
    source.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_file(source, tmp_path, "csv", limits or ImportLimits())


def _ask(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(tmp_path / "data.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def _lines(rows: int = _ROWS) -> list[str]:
    return [
        "id,town,price",
        *(f"{number},town {number % 7},{number % 90 + 0.25}" for number in range(1, rows + 1)),
    ]


def _file(**changed: str) -> str:
    """A clean file, except for the rows given as `row_<number>`."""
    lines = _lines()
    for key, line in changed.items():
        lines[int(key.removeprefix("row_"))] = line
    return "\n".join(lines) + "\n"


def test_clean_file_takes_the_fast_path(tmp_path: Path) -> None:
    result = _import(tmp_path, _file())
    assert result.report["path"] == "fast"
    assert result.report["problems"] == []
    assert result.row_count == _ROWS
    assert [column.type for column in result.columns] == ["BIGINT", "VARCHAR", "DOUBLE"]
    assert _ask(tmp_path, "SELECT count(*) FROM data WHERE id <> rowid + 1") == [(0,)]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_breaks(tmp_path: Path, newline: str) -> None:
    result = _import(tmp_path, _file().replace("\n", newline))
    assert (result.row_count, result.report["problems"]) == (_ROWS, [])
    assert [column.type for column in result.columns] == ["BIGINT", "VARCHAR", "DOUBLE"]


def test_late_short_row_is_kept_and_reported(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000="299000,short"))
    assert result.row_count == _ROWS
    assert result.report["rows_repaired"] == 1
    (problem,) = result.report["problems"]
    assert (problem["line"], problem["raw"]) == (299_001, "299000,short")
    assert [column.type for column in result.columns] == ["BIGINT", "VARCHAR", "DOUBLE"]
    assert _ask(tmp_path, "FROM data WHERE id = 299000") == [(299_000, "short", None)]


def test_late_surplus_is_kept_in_a_column(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000="299000,a,1.5,left,over"))
    assert [column.name for column in result.columns] == ["id", "town", "price", "surplus_cells"]
    assert _ask(tmp_path, "FROM data WHERE surplus_cells IS NOT NULL") == [(299_000, "a", 1.5, "left,over")]
    assert result.report["rows_repaired"] == 1


def test_late_word_makes_the_column_text(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000="299000,a,unknown"))
    assert [column.type for column in result.columns] == ["BIGINT", "VARCHAR", "VARCHAR"]
    assert "“unknown” in row 299,000" in result.report["columns"][2]["reason"]
    assert _ask(tmp_path, "SELECT price FROM data WHERE id = 299000") == [("unknown",)]
    assert _ask(tmp_path, "SELECT price FROM data WHERE id = 1") == [("1.25",)]


@pytest.mark.parametrize("value", ["007", "1.5", "1e3", "1_000", "0x1F", "99999999999999999999", "true"])
def test_late_value_is_not_bent_into_an_integer(tmp_path: Path, value: str) -> None:
    _import(tmp_path, _file(row_299000=f"{value},a,1.5"))
    assert _ask(tmp_path, "SELECT id::VARCHAR FROM data WHERE rowid = 298999")[0][0] in (
        value,
        f"{value}.0",
        "1000.0",
    )
    stored = _ask(tmp_path, "SELECT id FROM data WHERE rowid = 298999")[0][0]
    assert stored == value or float(str(stored)) == float(value)


@pytest.mark.parametrize("value", ["007", "1e400", "1_000.5", "abc"])
def test_late_value_is_not_bent_into_a_double(tmp_path: Path, value: str) -> None:
    _import(tmp_path, _file(row_299000=f"299000,a,{value}"))
    assert _ask(tmp_path, "SELECT price FROM data WHERE id = 299000") == [(value,)]


@pytest.mark.parametrize(
    "value", ["2024-01-31 10:00:00+02", "2024-01-31T10:00:00Z", "2024-01-31 10:00-02", "epoch"]
)
def test_late_zone_is_not_dropped(tmp_path: Path, value: str) -> None:
    lines = ["n,t", *(f"{number},2024-01-31 10:00:00" for number in range(_ROWS))]
    lines[299_000] = f"1,{value}"
    result = _import(tmp_path, "\n".join(lines))
    assert result.columns[1].type == "VARCHAR"
    assert _ask(tmp_path, "SELECT t FROM data WHERE rowid = 298999") == [(value,)]


def test_late_quoted_line_break(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000='299000,"two\n\nlines",1.5'))
    assert result.row_count == _ROWS
    assert _ask(tmp_path, "SELECT town FROM data WHERE id = 299000") == [("two\n\nlines",)]
    assert _ask(tmp_path, "SELECT count(*) FROM data WHERE id <> rowid + 1") == [(0,)]


def test_late_unclosed_quote_swallows_nothing(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_150000='150000,"open,1.5'))
    assert result.row_count == _ROWS
    assert result.report["rows_repaired"] == 1
    assert _ask(tmp_path, "SELECT town FROM data WHERE id = 150000") == [('"open',)]


def test_late_umlaut_in_a_legacy_encoding(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299999="299999,Köln,1.5").encode("cp1252"))
    assert _ask(tmp_path, "SELECT town FROM data WHERE id = 299999") == [("Köln",)]
    assert result.report["encoding"] == "iso-8859-1"


def test_late_blank_lines_are_counted(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000="299000,a,1.5\n\n"))
    assert result.row_count == _ROWS
    assert result.report["path"] == "fast"
    assert "Blank lines passed over: 2." in result.report["notes"]


def test_late_header_is_left_out_and_reported(tmp_path: Path) -> None:
    result = _import(tmp_path, _file(row_299000="id,town,price"))
    assert (result.row_count, result.report["rows_rejected"]) == (_ROWS - 1, 1)
    assert [column.type for column in result.columns] == ["BIGINT", "VARCHAR", "DOUBLE"]


def test_column_filled_only_late(tmp_path: Path) -> None:
    lines = ["n,late", *(f"{number}," for number in range(_ROWS)), "1,5"]
    result = _import(tmp_path, "\n".join(lines))
    assert result.columns[1].type == "BIGINT"
    assert result.report["columns"][1]["nulls"] == _ROWS


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    """Rows, header, blank and rejected lines and inner line breaks add up to the file's lines."""
    text = _file(
        row_100="100,short",
        row_2000='2000,"a\nb",1.5',
        row_30000="30000,a,1.5\n\n",
        row_40000="# pause",
        row_299000="299000,a,1.5,more",
    )
    result = _import(tmp_path, text)
    report = result.report
    assert (result.row_count, report["rows_repaired"], report["rows_rejected"]) == (_ROWS - 1, 2, 1)
    inner, blank, header = 1, 2, 1
    assert result.row_count + report["rows_rejected"] + inner + blank + header == len(text.splitlines())
    assert [problem["line"] for problem in report["problems"]] == [101, 40_004, 299_004]


def test_report_quotes_a_bounded_number_of_rows(tmp_path: Path) -> None:
    text = "a,b\n" + "1,x\n2\n" * 1000 + "3,y\n"
    result = _import(tmp_path, text, ImportLimits(reported_rows=7))
    assert result.report["rows_repaired"] == 1000
    assert len(result.report["problems"]) == 7


def test_two_thousand_columns(tmp_path: Path) -> None:
    names = ",".join(f"name{index}" for index in range(2000))
    row = ",".join(str(index) for index in range(2000))
    result = _import(tmp_path, f"{names}\n{row}\n{row}\n")
    assert len(result.columns) == 2000
    assert {column.type for column in result.columns} == {"BIGINT"}


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        _import(tmp_path, "a,b,c\n1,2,3\n", ImportLimits(max_columns=2))
    assert refusal.value.code == "too_many_columns"


def test_long_lines(tmp_path: Path) -> None:
    text = "x" * 3_000_000
    _import(tmp_path, f"a,b\n1,{text}\n2,y\n")
    assert _ask(tmp_path, "SELECT a, length(b) FROM data") == [(1, 3_000_000), (2, 1)]


def test_line_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        _import(tmp_path, "a,b\n1," + "x" * 3_000_000, ImportLimits(max_line_bytes=2_000_000))
    assert refusal.value.code == "line_too_long"


def test_line_of_200_mb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="A line of the file is longer than") as refusal:
        _import(tmp_path, b"a,b\n1,x\n" + b"y" * 200_000_000 + b"\n2,z\n")
    assert refusal.value.code == "line_too_long"


def test_late_total_is_left_out(tmp_path: Path) -> None:
    result = _import(tmp_path, _file() + "Total,,99")
    assert (result.row_count, result.report["rows_rejected"]) == (_ROWS, 1)
    assert result.report["problems"][0]["line"] == _ROWS + 2


def test_late_table_is_left_out_line_by_line(tmp_path: Path) -> None:
    result = _import(tmp_path, _file() + "shop,n\nA,1\nB,2\n")
    assert (result.row_count, result.report["rows_rejected"]) == (_ROWS, 3)
    assert [problem["raw"] for problem in result.report["problems"]] == ["shop,n", "A,1", "B,2"]
    assert any(f"line {_ROWS + 2:,}" in note for note in result.report["notes"])


def test_lines_longer_than_the_usual_sample(tmp_path: Path) -> None:
    names = ",".join(f"a_rather_long_name_of_a_column_{index}" * 4 for index in range(3000))
    row = ",".join(str(index) for index in range(3000))
    result = _import(tmp_path, f"{names}\n{row}\n{row}\n")
    assert result.report["header"]["present"] is True
    assert {column.type for column in result.columns} == {"BIGINT"}


def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path))

    monkeypatch.setattr(importer, "write_preview", fail)
    with pytest.raises(DiskFull) as full:
        _import(tmp_path, "a,b\n1,x\n")
    assert str(tmp_path) not in full.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["original.csv"]


def test_preview_is_bounded(tmp_path: Path) -> None:
    _import(tmp_path, _file())
    preview = json.loads((tmp_path / "preview.json").read_text())
    assert len(preview["rows"]) == 500
    assert preview["truncated"] is True
    assert preview["rows"][0] == {"id": 1, "town": "town 1", "price": 1.25}


def test_preview_of_long_rows_stays_within_its_bytes(tmp_path: Path) -> None:
    text = "a,b\n" + "".join(f"{number},{'x' * 5000}\n" for number in range(300))
    _import(tmp_path, text, ImportLimits(preview_bytes=100_000))
    written = (tmp_path / "preview.json").read_text()
    assert len(written) <= 100_000
    assert 5 < len(json.loads(written)["rows"]) < 300


def test_preview_shortens_a_row_that_is_too_long(tmp_path: Path) -> None:
    _import(tmp_path, f"a,b\n1,{'x' * 50_000}\n", ImportLimits(preview_bytes=10_000))
    preview = json.loads((tmp_path / "preview.json").read_text())
    assert preview["rows"] == [{"a": "1", "b": "x" * 200}]
