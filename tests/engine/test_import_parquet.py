"""Parquet files: types kept, damage and bombs refused before they cost anything."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import pytest

from engine.errors import ImportRefused
from engine.importing.importer import import_file
from engine.limits import ImportLimits
from engine.pool import Engine
from engine.results import ImportResult


def _written(tmp_path: Path, select: str, options: str = "") -> Path:
    source = tmp_path / "original.parquet"
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(f"COPY ({select}) TO '{source}' (FORMAT parquet {options})")
    return source


def _import(source: Path, limits: ImportLimits | None = None) -> ImportResult:
    target = source.parent / "target"
    target.mkdir()
    return import_file(source, target, "parquet", limits or ImportLimits())


def _refusal(source: Path, limits: ImportLimits | None = None) -> str:
    with pytest.raises(ImportRefused) as refusal:
        _import(source, limits)
    assert str(source.parent) not in refusal.value.message
    assert list((source.parent / "target").iterdir()) == []
    return refusal.value.code


def _rows(source: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(source.parent / "target" / "data.duckdb"), read_only=True) as connection:
        return connection.execute("SELECT COLUMNS(*)::VARCHAR FROM data ORDER BY rowid").fetchall()


def _with_row_count(source: Path, old: int, new: int) -> None:
    """Falsify the file's number of rows, first in the footer (Thrift: field header 0x16, zigzag varint)."""
    data = source.read_bytes()
    length = int.from_bytes(data[-8:-4], "little")
    footer = data[-8 - length : -8]
    changed = footer.replace(b"\x16" + _varint(2 * old), b"\x16" + _varint(2 * new), 1)
    assert changed != footer
    end = len(changed).to_bytes(4, "little") + b"PAR1"
    source.write_bytes(data[: -8 - length] + changed + end)


def _varint(number: int) -> bytes:
    digits = []
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])


def test_types_and_order_are_kept(tmp_path: Path) -> None:
    source = _written(
        tmp_path,
        "SELECT 3 - i AS i, (i / 4)::DECIMAL(9, 2) AS amount, [i, NULL] AS list, {'a': i, 'b': 'x'} AS struct,"
        " TIMESTAMPTZ '2024-01-01 12:00:00+02' AS zoned, MAP {'k': i} AS map, 'x'::BLOB AS blob,"
        " DATE '2024-02-29' AS day FROM range(3) t(i)",
    )
    before = source.read_bytes()
    result = _import(source)
    assert [column.type for column in result.columns] == [
        "BIGINT", "DECIMAL(9,2)", "BIGINT[]", "STRUCT(a BIGINT, b VARCHAR)", "TIMESTAMP WITH TIME ZONE",
        "MAP(VARCHAR, BIGINT)", "BLOB", "DATE",
    ]  # fmt: skip
    assert [row[0] for row in _rows(source)] == ["3", "2", "1"]
    assert _rows(source)[0][4] in ("2024-01-01 10:00:00+00", "2024-01-01 12:00:00+02")
    assert result.report["format"] == "parquet"
    assert result.report["dialect"] is None
    assert source.read_bytes() == before


def test_order_across_row_groups(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT i, hash(i) AS h FROM range(300000) t(i)", ", ROW_GROUP_SIZE 10000")
    assert _import(source).row_count == 300_000
    with duckdb.connect(str(tmp_path / "target" / "data.duckdb"), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM data WHERE i <> rowid").fetchone() == (0,)


def test_duplicate_names_are_made_unique(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT 1 AS same_name_a, 2 AS same_name_b")
    source.write_bytes(source.read_bytes().replace(b"same_name_b", b"same_name_a"))
    assert [column.name for column in _import(source).columns] == ["same_name_a", "same_name_a_1"]


def test_glob_characters_in_the_folder_are_only_characters(tmp_path: Path) -> None:
    folder = tmp_path / "data[1]*"
    folder.mkdir()
    assert _import(_written(tmp_path, "SELECT 1 AS a").rename(folder / "original.parquet")).row_count == 1
    text = folder / "original.csv"
    text.write_text("a,b\n1,x\n")
    assert import_file(text, folder, "csv", ImportLimits()).row_count == 1


def test_cut_off_file(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    source.write_bytes(source.read_bytes()[:-20])
    assert _refusal(source) == "file_unparsable"


def test_damaged_pages(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT i, 'text ' || i AS s FROM range(5000) t(i)", ", COMPRESSION zstd")
    data = bytearray(source.read_bytes())
    data[4:300] = bytes(296)
    source.write_bytes(data)
    assert _refusal(source) == "file_unparsable"


def test_damaged_footer(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    data = source.read_bytes()
    source.write_bytes(data[:-8] + b"\xff\xff\xff\x7fPAR1")
    assert _refusal(source) == "file_unparsable"


def test_encrypted_footer(tmp_path: Path) -> None:
    source = tmp_path / "original.parquet"
    source.write_bytes(b"PAR1" + bytes(100) + b"PARE")
    assert _refusal(source) == "file_unparsable"


def test_no_rows(tmp_path: Path) -> None:
    assert _refusal(_written(tmp_path, "SELECT 1 AS a WHERE false")) == "no_rows"


def test_csv_under_a_parquet_name(tmp_path: Path) -> None:
    source = tmp_path / "original.parquet"
    source.write_text("a,b\n1,2\n")
    assert _refusal(source) == "wrong_file_kind"


def test_zero_bytes(tmp_path: Path) -> None:
    source = tmp_path / "original.parquet"
    source.touch()
    assert _refusal(source) == "file_empty"


def test_ten_billion_declared_rows(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    _with_row_count(source, 1000, 10**10)
    assert _refusal(source) == "file_too_large_unpacked"


@pytest.mark.parametrize("declared", [900, 1100])
def test_falsified_row_count(tmp_path: Path, declared: int) -> None:
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    _with_row_count(source, 1000, declared)
    assert _refusal(source) == "file_unparsable"


@pytest.mark.parametrize(
    "column", ["repeat('x', 100000)", "[repeat('x', 100000)]", "repeat('x', 100000)::BLOB"]
)
def test_small_file_of_giant_values(tmp_path: Path, column: str) -> None:
    source = _written(tmp_path, f"SELECT {column} AS s FROM range(2000) t(i)", ", COMPRESSION zstd")
    assert source.stat().st_size < 2_000_000
    assert _refusal(source, ImportLimits(max_unpacked_bytes=50_000_000)) == "file_too_large_unpacked"


def test_repeated_values_within_the_limit_pass(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT repeat('x', 1000) AS s FROM range(20000) t(i)")
    assert _import(source, ImportLimits(max_unpacked_bytes=50_000_000)).row_count == 20_000


def test_too_many_columns(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT 1 AS a, 2 AS b, 3 AS c")
    assert _refusal(source, ImportLimits(max_columns=2)) == "too_many_columns"


def test_dictionary_pages(tmp_path: Path) -> None:
    source = _written(tmp_path, "SELECT 'name ' || (i % 3) AS s FROM range(10000) t(i)")
    with duckdb.connect() as connection:
        encodings = connection.execute(f"SELECT encodings FROM parquet_metadata('{source}')").fetchall()
    assert all("DICTIONARY" in encoding for (encoding,) in encodings)
    _import(source)
    assert [row[0] for row in _rows(source)] == [f"name {i % 3}" for i in range(10_000)]


def test_nothing_but_a_footer_length(tmp_path: Path) -> None:
    source = tmp_path / "original.parquet"
    source.write_bytes(b"PAR1" + bytes(4) + b"PAR1")
    assert _refusal(source) == "file_unparsable"


@pytest.mark.parametrize("length", [0, 1, 2**16, 2**31 - 1, 2**32 - 1])
def test_falsified_footer_length(tmp_path: Path, length: int) -> None:
    source = _written(tmp_path, "SELECT i, 'text ' || i AS s FROM range(1000) t(i)")
    source.write_bytes(source.read_bytes()[:-8] + length.to_bytes(4, "little") + b"PAR1")
    assert _refusal(source) == "file_unparsable"


def test_footer_of_another_file(tmp_path: Path) -> None:
    """The pages that the footer promises lie elsewhere or are of another type."""
    footer = _written(tmp_path, "SELECT 'text ' || i AS i FROM range(9000) t(i)").read_bytes()
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    length = int.from_bytes(footer[-8:-4], "little")
    source.write_bytes(source.read_bytes()[:4000] + footer[-8 - length :])
    assert _refusal(source) == "file_unparsable"


@pytest.mark.parametrize("kept", [5, 8, 11, 12, 100])
def test_cut_at_any_place_with_its_mark(tmp_path: Path, kept: int) -> None:
    source = _written(tmp_path, "SELECT i FROM range(1000) t(i)")
    source.write_bytes(source.read_bytes()[:kept] + b"PAR1")
    assert _refusal(source) == "file_unparsable"


def test_suspects_in_all_numeric_types(tmp_path: Path) -> None:
    numbers = ("FLOAT", "DOUBLE", "SMALLINT", "UINTEGER", "HUGEINT", "DECIMAL(9, 2)", "DECIMAL(38, 3)")
    columns = ", ".join(f"if(i > 95, 9999, i % 50)::{name} AS c{at}" for at, name in enumerate(numbers))
    source = _written(
        tmp_path,
        f"SELECT {columns}, if(i = 7, 'nan', '1.5')::DOUBLE AS nan, (i % 2)::TINYINT AS tiny,"
        " 1.5::DECIMAL(38, 37) AS fine, 'infinity'::DATE AS never, true AS yes FROM range(100) t(i)",
    )
    suspects = [column["suspects"] for column in _import(source).report["columns"]]
    why = "It is far above all other values and repeats."
    assert suspects == [[{"value": 9999, "count": 4, "why": why}]] * len(numbers) + [[]] * 5


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8))):
        # The footer holds the structure: as many flips there as in all the pages.
        start = random.choice((4, len(data) - 600))
        changed[random.randrange(start, len(data) - 4)] ^= 1 << random.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("seed", range(3))
def test_flipped_bits_never_cost_the_worker(tmp_path: Path, engine: Engine, seed: int) -> None:
    """A hundred damaged files each: refused, or read with all rows (a value may be what was flipped)."""
    source = _written(
        tmp_path,
        "SELECT i, 'text ' || (i % 7) AS s, [i, i + 1] AS list, (i / 4)::DECIMAL(9, 2) AS amount,"
        " TIMESTAMPTZ '2024-01-01 12:00:00+02' AS zoned FROM range(500) t(i)",
    )
    whole, random = source.read_bytes(), Random(seed)
    target = tmp_path / "target"
    target.mkdir()
    for _ in range(100):
        source.write_bytes(_flipped(whole, random))
        future = engine.import_file(source, target, "parquet")
        error = future.exception(timeout=60)
        if error is None:
            assert (future.result().row_count, len(future.result().columns)) == (500, 5)
        else:
            assert isinstance(error, ImportRefused), error
            assert str(tmp_path) not in error.message
