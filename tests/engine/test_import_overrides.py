"""What a person decides about the reading of a CSV file is done, and the report still adds up."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from engine.errors import ImportRefused
from engine.import_options import ImportOptions
from engine.importing.importer import import_file
from engine.limits import ImportLimits
from engine.results import ImportResult


def _import(folder: Path, data: str | bytes, options: ImportOptions) -> ImportResult:
    source = folder / "original.csv"
    source.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_file(source, folder, "csv", ImportLimits(), options)


def _table(folder: Path) -> list[tuple[str | None, ...]]:
    """The names, then the rows as text."""
    with duckdb.connect(str(folder / "data.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT COLUMNS(*)::VARCHAR FROM data ORDER BY rowid").fetchall()
        return [tuple(str(column[0]) for column in connection.description), *rows]


def _refusal(folder: Path, data: str | bytes, options: ImportOptions) -> str:
    with pytest.raises(ImportRefused) as refusal:
        _import(folder, data, options)
    assert str(folder) not in refusal.value.message
    assert [path.name for path in folder.iterdir()] == ["original.csv"]
    return refusal.value.code


def test_encoding(tmp_path: Path) -> None:
    data = "имя;n\nАнна;1\n".encode("cp866")
    result = _import(tmp_path, data, ImportOptions(encoding="cp866"))
    assert _table(tmp_path) == [("имя", "n"), ("Анна", "1")]
    assert result.report["encoding"] == "cp866"


def test_utf8_is_read_in_another_encoding_when_asked(tmp_path: Path) -> None:
    _import(tmp_path, "a,b\né,1\n", ImportOptions(encoding="latin-1"))
    assert _table(tmp_path) == [("a", "b"), ("Ã©", "1")]


def test_encoding_that_does_not_fit(tmp_path: Path) -> None:
    assert _refusal(tmp_path, b"a,b\n\xe4,1\n", ImportOptions(encoding="utf-8")) == "encoding_unknown"


@pytest.mark.parametrize("name", ["no-such-encoding", "base64", "rot13", "", "a\0b"])
def test_encoding_nobody_knows(tmp_path: Path, name: str) -> None:
    assert _refusal(tmp_path, "a,b\n1,2\n", ImportOptions(encoding=name)) == "option_invalid"


def test_named_encoding_makes_no_text_of_an_archive(tmp_path: Path) -> None:
    data = b"\x1f\x8b\x08" + bytes(20)
    assert _refusal(tmp_path, data, ImportOptions(encoding="latin-1")) == "wrong_file_kind"


def test_delimiter(tmp_path: Path) -> None:
    result = _import(tmp_path, "a,x;b,y\n1,2;3,4\n", ImportOptions(delimiter=";"))
    assert [column.name for column in result.columns] == ["a,x", "b,y"]
    assert result.report["dialect"]["delimiter"] == ";"


def test_delimiter_that_is_not_in_the_file(tmp_path: Path) -> None:
    _import(tmp_path, "a,b\nx,y\nu,v\n", ImportOptions(delimiter="|"))
    assert _table(tmp_path) == [("a,b",), ("x,y",), ("u,v",)]


def test_delimiter_of_a_ragged_file(tmp_path: Path) -> None:
    result = _import(tmp_path, "a|b|c\n1|x|2\n3\n4|y|5\n", ImportOptions(delimiter="|"))
    assert _table(tmp_path) == [("a", "b", "c"), ("1", "x", "2"), ("3", None, None), ("4", "y", "5")]
    assert [problem["line"] for problem in result.report["problems"]] == [3]


def test_other_quote(tmp_path: Path) -> None:
    _import(tmp_path, "a,b\n^x, y^,1\nz,2\n", ImportOptions(quote="^"))
    assert _table(tmp_path) == [("a", "b"), ("x, y", "1"), ("z", "2")]


def test_no_quote(tmp_path: Path) -> None:
    _import(tmp_path, 'a,b\n"x,1\ny",2\n', ImportOptions(quote=""))
    assert _table(tmp_path) == [("a", "b"), ('"x', "1"), ('y"', "2")]


@pytest.mark.parametrize(("header", "names"), [(True, ("1", "2")), (False, ("column0", "column1"))])
def test_header(tmp_path: Path, *, header: bool, names: tuple[str, ...]) -> None:
    result = _import(tmp_path, "1,2\n3,4\n5,6\n", ImportOptions(header=header))
    first: list[tuple[str, ...]] = [] if header else [("1", "2")]
    assert _table(tmp_path) == [names, *first, ("3", "4"), ("5", "6")]
    assert "as you asked" in result.report["header"]["reason"]
    assert result.report["header"]["present"] is header


def test_no_header_over_plain_names(tmp_path: Path) -> None:
    _import(tmp_path, "a,b\n1,2\n", ImportOptions(header=False))
    assert _table(tmp_path) == [("column0", "column1"), ("a", "b"), ("1", "2")]


def test_skipped_lines_are_reported_and_counted(tmp_path: Path) -> None:
    data = 'a,"b\nc,d\nn,t\n1,x\n2\n3,y\n'
    result = _import(tmp_path, data, ImportOptions(skip_lines=2))
    assert _table(tmp_path) == [("n", "t"), ("1", "x"), ("2", None), ("3", "y")]
    assert result.report["header"]["line"] == 3
    assert [(problem["line"], problem["raw"]) for problem in result.report["problems"]] == [
        (1, 'a,"b'),
        (2, "c,d"),
        (5, "2"),
    ]


def test_skipping_to_the_second_table(tmp_path: Path) -> None:
    data = "a,b,c\n1,x,2\n3,y,4\nk,v\np,5\nq,6\n"
    both = _import(tmp_path, data, ImportOptions())
    assert any("skip 3 lines" in note for note in both.report["notes"])
    _import(tmp_path, data, ImportOptions(skip_lines=3))
    assert _table(tmp_path) == [("k", "v"), ("p", "5"), ("q", "6")]


def test_nothing_is_taken_for_a_title_when_lines_are_skipped(tmp_path: Path) -> None:
    _import(tmp_path, "x\nname,,\n1,2,3\n4,5,6\n", ImportOptions(skip_lines=1, header=True))
    assert _table(tmp_path) == [("name", "column1", "column2"), ("1", "2", "3"), ("4", "5", "6")]


@pytest.mark.parametrize("lines", [3, 4, 1000])
def test_skipping_the_whole_file(tmp_path: Path, lines: int) -> None:
    assert _refusal(tmp_path, "a,b\n1,2\n3,4\n", ImportOptions(skip_lines=lines)) == "option_invalid"
