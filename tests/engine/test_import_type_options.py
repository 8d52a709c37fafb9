"""What a person decides about types holds for all values, and a decision that can't be obeyed is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import ImportRefused
from engine.import_options import ImportOptions
from engine.limits import ImportLimits
from tests.engine.typed_import import facts, import_text, values


def _column(tmp_path: Path, cells: str, **options: Any) -> tuple[str, list[Any]]:
    """The type and the values of a column whose cells have `|` between them."""
    text = "value;name\n" + "".join(f"{cell};x\n" for cell in cells.split("|"))
    result = import_text(tmp_path, text, ImportOptions(**options))
    return facts(result)["type"], values(tmp_path)


@pytest.mark.parametrize(
    ("cells", "options", "expected"),
    [
        ("1.234|5.678", {"decimal": "."}, ("DOUBLE", ["1.234", "5.678"])),
        ("1.234|5.678", {"decimal": ","}, ("DOUBLE", ["1234.0", "5678.0"])),
        ("1.234|5.678", {"thousands": "."}, ("DOUBLE", ["1234.0", "5678.0"])),
        ("1.234|5.678", {"thousands": ""}, ("DOUBLE", ["1.234", "5.678"])),
        ("1,234|5,678", {"decimal": ",", "thousands": ""}, ("DOUBLE", ["1.234", "5.678"])),
        ("1,234|5,678", {"thousands": ","}, ("DOUBLE", ["1234.0", "5678.0"])),
        ("1 234,5|7", {"decimal": ",", "thousands": " "}, ("DOUBLE", ["1234.5", "7.0"])),
        ("1'234,5|7", {"decimal": ",", "thousands": "'"}, ("DOUBLE", ["1234.5", "7.0"])),
        ("$1.234|$5.678", {"thousands": "."}, ("DOUBLE", ["1234.0", "5678.0"])),
        ("1,5|2,5", {"decimal": "."}, ("VARCHAR", ["1,5", "2,5"])),
        ("1.234,5|7", {"decimal": ",", "thousands": " "}, ("VARCHAR", ["1.234,5", "7"])),
        ("01/02/2024|03/04/2024", {"date_format": "day_first"}, ("DATE", ["2024-02-01", "2024-04-03"])),
        ("01/02/2024|03/04/2024", {"date_format": "month_first"}, ("DATE", ["2024-01-02", "2024-03-04"])),
        ("13/02/2024|03/04/2024", {"date_format": "month_first"}, ("VARCHAR", ["13/02/2024", "03/04/2024"])),
        ("20240131|20240201", {"date_format": "%Y%m%d"}, ("DATE", ["2024-01-31", "2024-02-01"])),
        ("31|12|2024", {"date_format": "%Y%m%d"}, ("BIGINT", ["31", "12", "2024"])),
        ("2024-31-01|2024-02-01", {"date_format": "%Y-%d-%m"}, ("DATE", ["2024-01-31", "2024-01-02"])),
        ("31.01.2024 10h05|01.02.2024 11h00", {"date_format": "%d.%m.%Y %Hh%M"},
         ("TIMESTAMP", ["2024-01-31 10:05:00", "2024-02-01 11:00:00"])),
        ("1|-999|3", {"null_values": ("-999",)}, ("BIGINT", ["1", None, "3"])),
        ("1|NA|3", {"null_values": ("-999",)}, ("VARCHAR", ["1", "NA", "3"])),
        ("a|NA|na", {"null_values": ("NA",)}, ("VARCHAR", ["a", None, "na"])),
        ("1|0000-00-00|", {"null_values": ("0000-00-00",)}, ("BIGINT", ["1", None, None])),
        ("2024-01-01|0000-00-00", {"null_values": ("0000-00-00",)}, ("DATE", ["2024-01-01", None])),
    ],
)  # fmt: skip
def test_decisions_hold(
    tmp_path: Path, cells: str, options: dict[str, Any], expected: tuple[str, list[Any]]
) -> None:
    assert _column(tmp_path, cells, **options) == expected


@pytest.mark.parametrize(
    ("type_name", "cells", "expected"),
    [
        ("bigint", "007|1.0|1.5|x|99999999999999999999", ["7", "1", None, None, None]),
        ("HUGEINT", "99999999999999999999|5", ["99999999999999999999", "5"]),
        ("double", "1.5|1e3|1e999|nan|soon", ["1.5", "1000.0", None, None, None]),
        ("Decimal( 5 , 2 )", "1.5|1.239|1234.5|2.500", ["1.50", None, None, "2.50"]),
        ("DECIMAL(10,2)", "1.234,50 €|5 €|5", ["1234.50", "5.00", None]),
        ("BOOLEAN", "yes|0|t|maybe", ["true", "false", "true", None]),
        ("date", "2024-01-31|2023-02-29|soon", ["2024-01-31", None, None]),
        ("DATE", "31/01/2024|01/13/2024|01/02/2024", ["2024-01-31", None, "2024-02-01"]),
        ("TIME", "12:30|25:00", ["12:30:00", None]),
        ("TIMESTAMP", "2024-01-31|2024-01-31 10:00:00", ["2024-01-31 00:00:00", "2024-01-31 10:00:00"]),
        ("timestamptz", "2024-01-31 10:00+02:00|x", ["2024-01-31 08:00:00+00", None]),
        ("timestamp  with time zone", "2024-01-31 10:00Z|x", ["2024-01-31 10:00:00+00", None]),
        ("varchar", "007| 1 |NA", ["007", " 1 ", "NA"]),
        ("BIGINT", "1|NA|", ["1", None, None]),
        ("DATE", "soon|later", [None, None]),
    ],
)
def test_given_types(tmp_path: Path, type_name: str, cells: str, expected: list[str | None]) -> None:
    _, found = _column(tmp_path, cells, types={"value": type_name})
    assert found == expected


def test_what_does_not_fit_is_reported(tmp_path: Path) -> None:
    result = import_text(
        tmp_path,
        "a,b\n" + "1,x\nsoon,y\n" * 150,
        ImportOptions(types={"a": "BIGINT"}),
        ImportLimits(reported_rows=100),
    )
    report = result.report
    assert (report["values_set_null"], len(report["problems"])) == (150, 100)
    assert report["problems"][0] == {
        "line": None,
        "row": 2,
        "reason": "the value in the column “a” is no BIGINT; it became NULL",
        "raw": "soon",
    }
    assert "150 values of another kind became NULL" in facts(result, "a")["reason"]
    assert facts(result, "a")["nulls"] == 150
    assert any("150 values" in note for note in report["notes"])


def test_missing_values_given_are_counted(tmp_path: Path) -> None:
    result = import_text(tmp_path, "a,b\n1,x\n-999,-999\n,y\n", ImportOptions(null_values=("-999",)))
    assert (facts(result, "a")["null_markers"], facts(result, "a")["nulls"]) == ({"-999": 1}, 2)
    assert (facts(result, "b")["null_markers"], facts(result, "b")["nulls"]) == ({"-999": 1}, 1)


def test_given_missing_values_hold_in_columns_of_given_type(tmp_path: Path) -> None:
    options = ImportOptions(null_values=("NA",), types={"a": "VARCHAR", "b": "BIGINT"})
    result = import_text(tmp_path, "a,b\n007,NA\nNA,5\n", options)
    assert (values(tmp_path, "a"), values(tmp_path, "b")) == (["007", None], [None, "5"])
    assert result.report["values_set_null"] == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"decimal": ".", "thousands": "."}, "must differ"),
        ({"decimal": ";"}, "point or a comma"),
        ({"thousands": "_"}, "an apostrophe or nothing"),
        ({"date_format": "%Q"}, "strptime pattern"),
        ({"date_format": "day"}, "strptime pattern"),
        ({"date_format": ""}, "strptime pattern"),
        ({"types": {"a": "BLOB"}}, "VARCHAR, BOOLEAN"),
        ({"types": {"a": "DECIMAL(40,2)"}}, "DECIMAL(p,s)"),
        ({"types": {"a": "DECIMAL(2,5)"}}, "DECIMAL(p,s)"),
        ({"types": {"a": "BIGINT); DROP TABLE data; --"}}, "can't be the type"),
        ({"types": {"c": "BIGINT"}}, "“c”"),
    ],
)
def test_refused_decisions(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        import_text(tmp_path, "a,b\n1,x\n", ImportOptions(**options))
    assert refusal.value.code == "option_invalid"
    assert said in refusal.value.message
    assert [path.name for path in tmp_path.iterdir() if path.name != "progress"] == ["original.csv"]
