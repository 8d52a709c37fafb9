"""What each column of the corpus becomes, and what the report says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.type_corpus import COLUMN_CASES, ColumnCase
from tests.engine.typed_import import facts, import_column, import_rows, import_text, values


@pytest.mark.parametrize("case", COLUMN_CASES, ids=lambda case: case.name)
def test_column(case: ColumnCase, tmp_path: Path) -> None:
    result = import_column(tmp_path, case.cells)
    known = facts(result)
    assert (known["type"], values(tmp_path)) == (case.type, list(case.values)), result.report
    assert (known["unit"], known["null_markers"]) == (case.unit, case.markers)
    assert case.reason in known["reason"]
    assert any(case.note in note for note in ["", *result.report["notes"]])
    assert (result.row_count, result.report["problems"]) == (len(case.cells), [])


@pytest.mark.parametrize(
    "cells", ["$1,234.50|$7", "12.5%|7%", "1 234,5|7", "yes|no", "13/01/2024|02/01/2024", "13.01.24|01.02.24"]
)
def test_styled_values_take_the_fast_path(cells: str, tmp_path: Path) -> None:
    assert import_column(tmp_path, cells.split("|")).report["path"] == "fast"


@pytest.mark.parametrize("late", ["€5", "5", "$5,00", "$", "($5)", "-5"])
def test_a_late_value_of_another_style_makes_text(late: str, tmp_path: Path) -> None:
    cells = ["$1,234.50"] * 60_000
    cells[40_000] = late
    known = facts(import_column(tmp_path, cells))
    if late == "($5)":
        assert (known["type"], known["unit"]) == ("DOUBLE", "$")
    else:
        assert known["type"] == "VARCHAR"
        assert (
            f"1 value is not among numbers with commas between thousands, each with “$”; the first is “{late}” in row 40,001"
            in known["reason"]
        )
    assert len(set(values(tmp_path))) == 2


def test_a_point_follows_the_decimal_commas_of_other_columns(tmp_path: Path) -> None:
    result = import_text(tmp_path, "a;b\n1.234;1,5\n5.678;2,25\n")
    assert values(tmp_path, "a") == ["1234.0", "5678.0"]
    assert any("as in the file's other numbers" in note for note in result.report["notes"])


def test_a_comma_follows_the_decimal_points_of_other_columns(tmp_path: Path) -> None:
    import_text(tmp_path, "a;b\n1,234;1.5\n5,678;2.25\n")
    assert values(tmp_path, "a") == ["1234.0", "5678.0"]


def test_notes_stay_few_in_a_wide_file(tmp_path: Path) -> None:
    width = 400
    rows = [[f"name {index}" for index in range(width)], ["$5"] * width, ["NA"] * width, ["$6"] * width]
    result = import_rows(tmp_path, rows)
    assert {column.type for column in result.columns} == {"BIGINT"}
    assert len(result.report["notes"]) < 5
    assert max(map(len, result.report["notes"])) < 300


def test_suspects_are_reported_and_kept(tmp_path: Path) -> None:
    rows = [
        ["n", "d", "fine"],
        *([str(i % 50), f"2024-01-{i % 28 + 1:02}", str(i * 100)] for i in range(100)),
    ]
    rows += [["-999", "1900-01-01", "9999"]] * 3 + [["9999", "9999-12-31", "9999"]] * 2
    result = import_rows(tmp_path, rows)
    assert [(each["value"], each["count"]) for each in facts(result, "n")["suspects"]] == [
        (-999, 3),
        (9999, 2),
    ]
    assert [(each["value"], each["count"]) for each in facts(result, "d")["suspects"]] == [
        ("1900-01-01", 3),
        ("9999-12-31", 2),
    ]
    assert facts(result, "fine")["suspects"] == []
    assert values(tmp_path, "n").count("-999") == 3
    assert any("3 × -999" in note for note in result.report["notes"])


@pytest.mark.parametrize(
    "cells", ["1|2|3|999", "-999|-999", "998|999|999|1000", "99|99|98|97", "a|999|999|b"]
)
def test_no_suspects(cells: str, tmp_path: Path) -> None:
    assert facts(import_column(tmp_path, cells.split("|")))["suspects"] == []


def test_suspects_in_zoned_timestamps(tmp_path: Path) -> None:
    known = facts(
        import_column(
            tmp_path, ["2024-01-01 10:00:00Z", "2024-01-02 10:00:00Z", *["1970-01-01 00:00:00Z"] * 2]
        )
    )
    assert known["suspects"] == [
        {"value": "1970-01-01", "count": 2, "why": "It is far below all other values and repeats."}
    ]


def test_zero_dates_keep_the_text_and_are_suspects(tmp_path: Path) -> None:
    known = facts(import_column(tmp_path, ["2024-01-01", "0000-00-00", "2024-01-02", "0000-00-00"]))
    assert known["type"] == "VARCHAR"
    assert [(each["value"], each["count"]) for each in known["suspects"]] == [("0000-00-00", 2)]


def test_text_that_only_one_row_has_is_not_called_empty(tmp_path: Path) -> None:
    result = import_text(tmp_path, "id,n\n1,2\n3,4,extra\n5,6\n")
    assert result.report["columns"][2]["name"] == "surplus_cells"
    assert result.report["columns"][2]["reason"] == "Holds text."
