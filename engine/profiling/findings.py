"""What a person should know before trusting the file, a sentence each, gravest first.

A check is a function that looks at one column and yields findings; a new one is a function here and
a place in `_CHECKS`. Names and values of the file stand in the sentences as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from engine.importing.report import Suspect
from engine.importing.sentinels import find_suspects
from engine.importing.sql_text import identifier, literal
from engine.profiling.basics import Basics
from engine.profiling.columns import Meaning
from engine.profiling.frequencies import TextSigns
from engine.profiling.kinds import Kind
from engine.profiling.looked import Looked, distinct_of
from engine.profiling.results import Duplicates, Finding
from engine.profiling.source import Source
from engine.results import JsonValue

_MANY_MISSING = 0.05
_NEARLY_UNIQUE = 0.9
_EACH = 20
"""Findings of one kind that are told; the rest are counted."""
_SHOWN = 60


def find(source: Source, columns: Sequence[Looked], duplicates: Duplicates | None) -> tuple[Finding, ...]:
    """Everything odd about the file and its columns."""
    found = [*_repeated_rows(duplicates)]
    for check in _CHECKS:
        found += [finding for column in columns for finding in check(column)]
    suspects = find_suspects(source.connection, [column.basics.column for column in columns])
    found += _sentinels(suspects)
    found += _odd_dates(source, [column.basics for column in columns if column.basics.name not in suspects])
    return tuple(_shortened(found))


def _shortened(findings: Sequence[Finding]) -> Iterator[Finding]:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_code[finding.code].append(finding)
    for code, same in by_code.items():
        yield from same[:_EACH]
        more = len(same) - _EACH
        if more > 0:
            yield Finding(code, None, f"The same is true of {_counted(more, 'further column')}.")


def _repeated_rows(duplicates: Duplicates | None) -> Iterator[Finding]:
    if duplicates and duplicates.rows:
        about = "About " if duplicates.approximate else ""
        verb = "repeats" if duplicates.rows == 1 else "repeat"
        rows = _counted(duplicates.rows, "row")
        yield Finding(
            "duplicate_rows", None, f"{about}{rows} {verb} an earlier one ({_percent(duplicates.share)})."
        )


def _empty(column: Looked) -> Iterator[Finding]:
    if not column.basics.filled:
        yield Finding("empty_column", column.basics.name, f"{column.basics.name} has no value at all.")


def _constant(column: Looked) -> Iterator[Finding]:
    name, basics = column.basics.name, column.basics
    different = distinct_of(basics, column.frequencies, column.uniqueness)
    if basics.filled > 1 and different == 1 and basics.low == basics.high and basics.kind.has_order:
        where = "every row" if not basics.nulls else "every row that has one"
        yield Finding("constant_column", name, f"{name} has the same value in {where}: {_cut(basics.low)}.")


def _missing(column: Looked) -> Iterator[Finding]:
    basics = column.basics
    rows = basics.filled + basics.nulls
    if basics.filled and basics.nulls >= _MANY_MISSING * rows:
        share = _percent(basics.nulls / rows)
        sentence = (
            f"{_counted(basics.nulls, 'value')} of {basics.name} {_are(basics.nulls)} missing ({share})."
        )
        yield Finding("missing_values", basics.name, sentence, _rows_where(f"{basics.quoted} IS NULL"))


def _infinite(column: Looked) -> Iterator[Finding]:
    basics = column.basics
    if basics.infinite:
        sentence = (
            f"{_counted(basics.infinite, 'value')} of {basics.name} {_are(basics.infinite)} infinite or "
            "not a number; figures leave them out."
        )
        where = f"NOT isfinite({basics.quoted})"
        yield Finding("infinite_values", basics.name, sentence, _rows_where(where))


def _spellings(column: Looked) -> Iterator[Finding]:
    signs = _signs(column)
    if signs is None or not signs.respelled or column.meaning not in (Meaning.CATEGORY, Meaning.GEOGRAPHIC):
        return
    name, quoted = column.basics.name, column.basics.quoted
    shown = " and ".join(f"“{_cut(value)}”" for value in signs.spellings[0].values)
    sentence = (
        f"{name} writes {_counted(signs.respelled, 'value')} in more than one way, such as {shown}; "
        "group by lower(trim(…)) to bring them together."
    )
    sql = f"SELECT {quoted}, count(*) AS n FROM data GROUP BY 1 ORDER BY lower(trim({quoted})), n DESC"  # noqa: S608
    yield Finding("mixed_spelling", name, sentence, sql)


def _missing_words(column: Looked) -> Iterator[Finding]:
    signs, name = _signs(column), column.basics.name
    if signs and signs.missing_like:
        counted = _about(signs.missing_like, column)
        sentence = f"{counted} of {name} may mean that a value is missing (n/a, none, - …)."
        yield Finding("missing_words", name, sentence)


def _spaces(column: Looked) -> Iterator[Finding]:
    signs, name, quoted = _signs(column), column.basics.name, column.basics.quoted
    if signs and signs.padded:
        begin = "begins or ends" if signs.padded == 1 else "begin or end"
        sentence = f"{_about(signs.padded, column)} of {name} {begin} with a space."
        yield Finding("spaces_around", name, sentence, _rows_where(f"trim({quoted}) <> {quoted}"))


def _stored_as_text(column: Looked) -> Iterator[Finding]:
    """Numbers and dates that are kept as text; `meaning` has found that nearly all of it reads so."""
    signs, name, quoted = _signs(column), column.basics.name, column.basics.quoted
    if signs is None or column.frequencies is None:
        return
    reads, rows = f"{name} is stored as text, but", column.frequencies.rows
    if column.meaning is Meaning.MEASURE:
        sentence = f"{reads} {_percent(signs.number_like / rows)} of it reads as numbers."
        others = f"{quoted} IS NOT NULL AND TRY_CAST({quoted} AS DOUBLE) IS NULL"
        yield Finding("numbers_as_text", name, sentence, _rows_where(others))
    if column.meaning is Meaning.DATE:
        yield Finding(
            "dates_as_text", name, f"{reads} {_percent(signs.date_like / rows)} of it reads as dates."
        )


def _repeated_ids(column: Looked) -> Iterator[Finding]:
    frequencies, name = column.frequencies, column.basics.name
    if column.meaning is not Meaning.ID or frequencies is None or not column.is_counted or column.uniqueness:
        return
    repeated = frequencies.rows - frequencies.distinct
    if 0 < repeated <= (1 - _NEARLY_UNIQUE) * frequencies.rows:
        sentence = (
            f"{name} looks like a key, but {_counted(repeated, 'row')} {_repeat(repeated)} an earlier value."
        )
        sql = (
            f"SELECT {column.basics.quoted}, count(*) AS n FROM data GROUP BY 1 HAVING n > 1 ORDER BY n DESC"  # noqa: S608
        )
        yield Finding("repeated_ids", name, sentence, sql)


def _far_out(column: Looked) -> Iterator[Finding]:
    found, basics = column.outliers, column.basics
    if found is None or not found.count:
        return
    low, high = f"{found.low_fence:,.4g}", f"{found.high_fence:,.4g}"
    sentence = (
        f"{_counted(found.count, 'value')} of {basics.name} ({_percent(found.share)}) lie{_s(found.count)} "
        f"far from the rest: below {low} or above {high} (Tukey's fences)."
    )
    where = f"{basics.finite} < {found.low_fence!r} OR {basics.finite} > {found.high_fence!r}"
    yield Finding("outliers", basics.name, sentence, _rows_where(where))


def _sentinels(suspects: Mapping[str, tuple[Suspect, ...]]) -> Iterator[Finding]:
    for name, found in suspects.items():
        for suspect in found:
            value = literal(suspect.value) if isinstance(suspect.value, str) else str(suspect.value)
            sentence = (
                f"{name} holds {suspect.value} {_counted(suspect.count, 'time')}, far from all other values: "
                "it may stand for a missing one."
            )
            where = f"{identifier(name)} = {value}"
            yield Finding("sentinel_value", name, sentence, _rows_where(where))


def _odd_dates(source: Source, columns: Sequence[Basics]) -> Iterator[Finding]:
    """Dates before 1900 and in the future. The ends of a column cost nothing and acquit most."""
    dates = [each for each in columns if each.kind is Kind.TEMPORAL and each.low is not None]
    today = datetime.now(UTC).date()
    early, late = "TIMESTAMP '1900-01-01'", f"TIMESTAMP '{today} 23:59:59'"
    ends = source.row([f"[min({c.finite}) < {early}, max({c.finite}) > {late}]" for c in dates])
    for column, (is_early, is_late) in zip(dates, ends, strict=True):
        if is_early:
            where = f"{column.finite} < {early}"
            yield _dated(source, column, "early_dates", where, f"before 1900, the first is {column.low}")
        if is_late:
            where = f"{column.finite} > {late}"
            yield _dated(source, column, "future_dates", where, f"in the future, the last is {column.high}")


def _dated(source: Source, column: Basics, code: str, where: str, told: str) -> Finding:
    count = source.row([f"count(*) FILTER (WHERE {where})"])[0]
    sentence = f"{_counted(count, 'date')} of {column.name} lie{_s(count)} {told}."
    return Finding(code, column.name, sentence, _rows_where(where))


_CHECKS: tuple[Callable[[Looked], Iterator[Finding]], ...] = (
    _empty, _constant, _missing, _infinite, _spellings, _missing_words, _spaces, _stored_as_text,
    _repeated_ids, _far_out,
)  # fmt: skip


def _signs(column: Looked) -> TextSigns | None:
    return column.frequencies.signs if column.frequencies else None


def _about(rows: int, column: Looked) -> str:
    """Rows that were counted as values of the whole column: of a sample, about so many times more."""
    if column.frequencies is None or not column.frequencies.is_estimate:
        return _counted(rows, "value")
    return f"About {_counted(round(rows * column.basics.filled / column.frequencies.rows), 'value')}"


def _rows_where(condition: str) -> str:
    return f"SELECT * FROM data WHERE {condition} LIMIT 100"  # noqa: S608


def _cut(value: JsonValue) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _percent(share: float) -> str:
    """At most three digits; what is there is never 0 %, what is lacking never 100 %."""
    if 0 < share < 0.0005:
        return "less than 0.1 %"
    return f"{min(share * 100, 99.9) if share < 1 else 100:.3g} %"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _s(number: int) -> str:
    return "s" if number == 1 else ""


def _repeat(number: int) -> str:
    return "repeats" if number == 1 else "repeat"
