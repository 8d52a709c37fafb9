"""A CSV file's way into the table `data`: one fast pass if that proves itself, else the careful one."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import duckdb

from engine.errors import ImportRefused
from engine.import_options import ImportOptions
from engine.importing import fast_load, staging
from engine.importing.column_plan import tell
from engine.importing.column_trials import ColumnText
from engine.importing.column_types import convert, plan_columns
from engine.importing.encoding import codec_named, detect_legacy, encoding_by_mark, transcode
from engine.importing.header import unique_names
from engine.importing.inspection import Inspection, inspect_bytes
from engine.importing.loading import CsvSource, UnreadableRowsError
from engine.importing.records import NO_DELIMITER
from engine.importing.repair import SURPLUS_NAME, decoding_sql, rewrite_plain
from engine.importing.report import ColumnFacts, Report
from engine.importing.sampling import cut_first_lines, take_sample
from engine.importing.shape import Shape, find_shape
from engine.importing.signatures import HEAD_BYTES, refuse_wrong_kind
from engine.importing.type_rules import TypeRules, type_rules
from engine.limits import ImportLimits

NO_ROWS = "The file has a header but no rows of data below it."
ABOVE = "a line above the table, not a row"
SKIPPED = "a line above the table, skipped as you asked"
_LONGEST_FAST_LINE = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _CsvFile:
    """An inspected UTF-8 file with its guessed shape."""

    facts: Inspection
    shape: Shape

    @property
    def header_lines(self) -> int:
        return self.shape.body_line - 1

    @property
    def stands_as_it_is(self) -> bool:
        """Whether DuckDB's strict reader may be tried on the file without repairing it first."""
        facts, shape = self.facts, self.shape
        uniform = facts.breaks_are_uniform and not facts.nuls
        trailing_rows = shape.width == 1 and facts.ends_with_blank_line
        plain = shape.regular and shape.dialect.doubled and not trailing_rows
        return uniform and plain and facts.longest_line_bytes <= _LONGEST_FAST_LINE

    def source(self) -> CsvSource:
        facts, shape = self.facts, self.shape
        return CsvSource(facts.path, shape.dialect, shape.width, self.header_lines, facts.longest_line_bytes)


def import_csv(
    connection: duckdb.DuckDBPyConnection,
    source: Path,
    work: Path,
    limits: ImportLimits,
    report: Report,
    options: ImportOptions,
) -> list[ColumnFacts]:
    """Create the table `data` in `connection`; temporary files go to `work`.

    Returns what is known about each column. Raises `ImportRefused` with the codes `file_empty`,
    `wrong_file_kind`, `encoding_unknown`, `no_columns`, `too_many_columns`, `line_too_long`,
    `option_invalid` or `file_unparsable`.
    """
    rules = type_rules(options, connection)
    facts = _as_utf8(source, work, report, options.encoding)
    _refuse_unreadable(facts, limits)
    if options.skip_lines:
        facts = _without_first_lines(facts, work, report, options.skip_lines)
    shape = find_shape(take_sample(facts.path, facts.size_bytes, facts.newline), facts.newline, options)
    _refuse_shape(shape, limits)
    _describe(shape, facts, report)
    file = _CsvFile(facts, shape)
    try:
        reasons = None if rules.given else _load_fast(connection, file, report)
        readable = file.stands_as_it_is
    except UnreadableRowsError:
        reasons, readable = None, False
    if reasons is None:
        report.path = "careful"
        reasons = _load_carefully(connection, file, work, report, rules, readable=readable)
    return reasons


def _as_utf8(source: Path, work: Path, report: Report, named: str | None) -> Inspection:
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    encoding = encoding_by_mark(head) if named is None else codec_named(named)
    if encoding is None or not encoding.startswith(("utf-16", "utf-32")):
        refuse_wrong_kind(head, "csv")
    if encoding in (None, "utf-8", "utf-8-sig"):
        facts = inspect_bytes(source)
        if facts.is_utf8:
            report.encoding = encoding or "utf-8"
            return facts
    if encoding is None or (encoding == "utf-8-sig" and named is None):
        encoding = detect_legacy(source)
    report.encoding = encoding
    rewritten = work / "transcoded.csv"
    transcode(source, rewritten, encoding)
    report.note(f"The text encoding is {encoding}; it was converted to UTF-8.")
    return inspect_bytes(rewritten)


def _without_first_lines(facts: Inspection, work: Path, report: Report, count: int) -> Inspection:
    rest = work / "rest.csv"
    for line, text in enumerate(cut_first_lines(facts.path, rest, facts.newline, count), start=1):
        report.left_out(line, SKIPPED, text)
    report.skipped_lines = count
    remaining = inspect_bytes(rest)
    if not remaining.has_text:
        raise ImportRefused(
            f"Nothing is left of the file when {count:,} lines are skipped; skip fewer.", "option_invalid"
        )
    return remaining


def _refuse_unreadable(facts: Inspection, limits: ImportLimits) -> None:
    if not facts.has_text:
        raise ImportRefused("The file is empty: it holds no text.", "file_empty")
    if facts.longest_line_bytes > limits.max_line_bytes:
        raise ImportRefused(
            f"A line of the file is longer than {limits.max_line_bytes:,} bytes; "
            "check that its lines are broken and its quotes are closed.",
            "line_too_long",
        )


def _refuse_shape(shape: Shape, limits: ImportLimits) -> None:
    if shape.width > limits.max_columns:
        raise ImportRefused(
            f"The file has {shape.width:,} columns; at most {limits.max_columns:,} can be read.",
            "too_many_columns",
        )
    named = any(cell.strip() for record in shape.header_records for cell in record.cells)
    if not named and not any(cell.strip() for row in shape.sampled for cell in row):
        raise ImportRefused("The file holds delimiters but neither names nor values.", "no_columns")


def _describe(shape: Shape, facts: Inspection, report: Report) -> None:
    dialect, header = shape.dialect, shape.header
    one_column = dialect.delimiter == NO_DELIMITER
    report.dialect = {
        "delimiter": None if one_column else dialect.delimiter,
        "quote": dialect.quote,
        "escape": dialect.escape,
        "newline": facts.newline,
    }
    names = shape.header_records
    report.header = {
        "present": header.present,
        "line": report.file_line(names[0].line) if names else None,
        "lines": len(names),
        "reason": header.reason,
    }
    if not header.present:
        report.note("The file has no header line; the columns are called column0, column1 and so on.")
    elif not header.sure:
        report.note(header.reason)
    for record in shape.above:
        report.left_out(record.line, ABOVE, record.raw)


def _load_fast(
    connection: duckdb.DuckDBPyConnection, file: _CsvFile, report: Report
) -> list[ColumnFacts] | None:
    plans = fast_load.plan_columns(file.shape) if file.stands_as_it_is else None
    if plans is None:
        return None
    blank = fast_load.load_in_one_pass(connection, file.source(), plans, file.facts, file.header_lines)
    if blank is None:
        return None
    _note_blank(blank, report)
    return tell(plans, report)


def _load_carefully(
    connection: duckdb.DuckDBPyConnection,
    file: _CsvFile,
    work: Path,
    report: Report,
    rules: TypeRules,
    *,
    readable: bool,
) -> list[ColumnFacts]:
    """Types from all values; of the file as it stands while it may be `readable`, else repaired."""
    staging.attach(connection, work / "staging.duckdb")
    columns = _stage_as_it_is(connection, file, report) if readable else None
    if columns is None:
        columns = _stage_repaired(connection, file, work, report)
    plans = plan_columns(connection, columns, file.shape.dialect.delimiter, rules, report)
    convert(connection, plans)
    return tell(plans, report)


def _stage_as_it_is(
    connection: duckdb.DuckDBPyConnection, file: _CsvFile, report: Report
) -> list[ColumnText] | None:
    try:
        blank = staging.stage(connection, file.source(), file.facts, file.header_lines)
    except UnreadableRowsError:
        return None
    names = [record.cells for record in file.shape.header_records if len(record.cells) == file.shape.width]
    if any(staging.holds_row(connection, cells) for cells in names):
        return None
    _note_blank(blank, report)
    return _columns(file.shape, file.shape.names, frozenset())


def _stage_repaired(
    connection: duckdb.DuckDBPyConnection, file: _CsvFile, work: Path, report: Report
) -> list[ColumnText]:
    plain = rewrite_plain(file.facts.path, work / "plain.csv", file.shape, file.facts.newline, report)
    source = CsvSource(plain.path, plain.dialect, plain.width, 0, plain.longest_line_bytes)
    if not plain.rows:
        raise ImportRefused(NO_ROWS, "no_rows")
    try:
        staging.stage(connection, source, None, 0)
    except UnreadableRowsError:
        raise ImportRefused("The rows of the file could not be read as a table.", "file_unparsable") from None
    if staging.count_rows(connection) != plain.rows:
        raise ImportRefused("The file could not be read without losing rows.", "file_unparsable")
    surplus = [SURPLUS_NAME] * (plain.width - file.shape.width)
    return _columns(file.shape, unique_names([*file.shape.names, *surplus]), plain.escaped)


def _columns(shape: Shape, names: Sequence[str], escaped: AbstractSet[int]) -> list[ColumnText]:
    columns = []
    for index, name in enumerate(names):
        column = f"c{index}"
        text = decoding_sql(column, shape.dialect.delimiter) if index in escaped else column
        sampled = tuple(row[index] for row in shape.sampled) if index < shape.width else ()
        columns.append(ColumnText(name, text, sampled, text))
    return columns


def _note_blank(blank: int, report: Report) -> None:
    if blank:
        report.note(f"Blank lines passed over: {blank:,}.")
