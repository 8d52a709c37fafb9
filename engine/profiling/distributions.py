"""How the values of numbers and dates are spread: quantiles, histogram, and what lies far out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import isfinite

from engine.profiling.basics import Basics
from engine.profiling.columns import Histogram, Outliers
from engine.profiling.kinds import Kind
from engine.profiling.source import COLUMNS_A_QUERY, Source, batches
from engine.profiling.tables import QUANTILES
from engine.results import JsonValue

BINS = 20
_CELLS = 2_000_000
"""Values that exact quantiles hold in memory at once."""
_TUKEY = 1.5
"""Width of the fences in interquartile ranges: Tukey, Exploratory Data Analysis, 1977."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """Quantiles of a number, and the histogram of a number or a date."""

    quantiles: Mapping[str, float]
    histogram: Histogram | None


def distributions(source: Source, columns: Sequence[Basics]) -> Iterator[tuple[str, Distribution]]:
    """By column name, for columns of numbers and dates with values; from the sample in large files."""
    numbers = [each for each in columns if each.kind.is_number and each.low is not None]
    for some in batches(numbers, max(1, min(COLUMNS_A_QUERY, _CELLS // max(1, source.detail_rows)))):
        yield from _of_numbers(source, some)
    dates = [each for each in columns if each.kind is Kind.TEMPORAL and each.low is not None]
    for some in batches(dates):
        yield from _of_dates(source, some)


def count_outliers(
    source: Source, columns: Sequence[Basics], quantiles: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, Outliers]]:
    """Values beyond Tukey's fences, counted over all rows; none where the middle half is one value."""
    fenced = [(each, *found) for each in columns if (found := _fences(quantiles.get(each.name, {})))]
    for each, low, high in fenced:
        if _all_within(each, low, high):
            yield each.name, Outliers(low, high, 0, 0.0)
    for some in batches([each for each in fenced if not _all_within(*each)]):
        conditions = [f"{each.finite} < {low!r} OR {each.finite} > {high!r}" for each, low, high in some]
        counts = source.row([f"count(*) FILTER (WHERE {condition})" for condition in conditions])
        for (each, low, high), count in zip(some, counts, strict=True):
            yield each.name, Outliers(low, high, count, count / (each.filled - each.infinite))


def _all_within(column: Basics, low: float, high: float) -> bool:
    return low <= float(column.low) and float(column.high) <= high


def _fences(quantiles: Mapping[str, float]) -> tuple[float, float] | None:
    if not quantiles or quantiles["p75"] <= quantiles["p25"]:
        return None
    width = _TUKEY * (quantiles["p75"] - quantiles["p25"])
    low, high = quantiles["p25"] - width, quantiles["p75"] + width
    return (low, high) if isfinite(low) and isfinite(high) else None


def _of_numbers(source: Source, columns: Sequence[Basics]) -> Iterator[tuple[str, Distribution]]:
    edges = [_edges(each) for each in columns]
    expressions = []
    for each, (_, *upper) in zip(columns, edges, strict=True):
        value = f"CAST({each.finite} AS DOUBLE)"
        expressions.append(f"quantile_cont({value}, {list(QUANTILES.values())})")
        expressions.append(_histogram(value, upper))
    values = source.row(expressions, source.detail)
    for at, (each, all_edges) in enumerate(zip(columns, edges, strict=True)):
        found, counts = values[2 * at], values[2 * at + 1]
        quantiles = dict(zip(QUANTILES, found, strict=True)) if found and None not in found else {}
        yield each.name, Distribution(quantiles, _bins(all_edges, counts))


def _of_dates(source: Source, columns: Sequence[Basics]) -> Iterator[tuple[str, Distribution]]:
    """Dates are placed by their seconds since 1970, which JSON then shows as dates again."""
    ends = source.row([f"epoch({end}({each.finite}))" for each in columns for end in ("min", "max")])
    edges = [_spread(ends[2 * at], ends[2 * at + 1]) for at in range(len(columns))]
    counts = source.row(
        [
            _histogram(f"epoch({each.finite})", upper)
            for each, (_, *upper) in zip(columns, edges, strict=True)
        ],
        source.detail,
    )
    for each, all_edges, found in zip(columns, edges, counts, strict=True):
        as_dates = [_date(edge, each.column.type) for edge in all_edges]
        yield each.name, Distribution({}, None if None in as_dates else _bins(as_dates, found))


def _edges(column: Basics) -> list[float]:
    """The lower end, then the upper end of each bin; a bin for each integer where there are few."""
    low, high = float(column.low), float(column.high)
    if column.kind is Kind.INTEGER and high - low < BINS:
        return [low - 1, *(low + step for step in range(int(high - low) + 1))]
    return _spread(low, high)


def _spread(low: float, high: float) -> list[float]:
    """Equal widths; a single bin for a single value."""
    inner = [float(f"{low + (high - low) * (step / BINS):.12g}") for step in range(1, BINS)]
    return [low, *sorted({edge for edge in inner if low < edge < high}), high]


def _histogram(value: str, upper: Sequence[float]) -> str:
    """Counts per upper end, of the values above the one before; the last bin takes all the rest.

    So a FLOAT that is a little more than its text says is not lost.
    """
    listed = ", ".join([*(repr(float(edge)) for edge in upper[:-1]), "inf"])
    return f"map_values(histogram({value}, '[{listed}]'::DOUBLE[]))"


def _bins(edges: Sequence[JsonValue], counts: Sequence[int] | None) -> Histogram | None:
    return Histogram(tuple(edges), tuple(counts)) if counts else None


def _date(seconds: float, type_name: str) -> JsonValue:
    """ISO 8601, a date without its time for a DATE; None beyond the years that Python knows."""
    try:
        moment = datetime.fromtimestamp(round(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.date().isoformat() if type_name == "DATE" else moment.replace(tzinfo=None).isoformat()
