"""Descriptive statistics of numeric columns, for the whole table or for each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from engine.errors import StatisticRefused
from engine.statistics.checks import Floats, is_constant, refuse_extremes
from engine.statistics.results import ResultTable, StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.tables import table
from engine.statistics.wording import counted, listed, number

_MAX_SETS = 2_000
_READ = 5
"""Sets of figures that the reading names."""
_Figures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class _Described:
    """The figures of one column, within one value of the group where there is one."""

    group: str | None
    column: str
    figures: _Figures

    @property
    def title(self) -> str:
        return self.column if self.group is None else f"{self.column} of {self.group}"


def describe(sample: Sample) -> StatisticResult:
    """Location, spread and shape of each column, within each group where one is given.

    Skewness and excess kurtosis are given as moments (g1, g2) and adjusted for the sample's size
    (G1, G2); Joanes & Gill (1998), "Comparing measures of sample skewness and kurtosis".
    """
    names = list(dict.fromkeys(sample.names("columns")))
    group = next(iter(sample.names("group_by")), None)
    used = _used_rows(sample, names, group)
    quantiles = list(dict.fromkeys(float(share) for share in sample.parameters["quantiles"]))
    ddof = 0 if sample.parameters["population"] else 1
    described = [
        _Described(value, name, _figures(rows[name], quantiles, ddof))
        for value, rows in _parts(used, group, len(names))
        for name in names
    ]
    return StatisticResult(
        "describe",
        (_table(described, group),),
        n=len(used),
        missing=sample.total_rows - len(used),
        missing_handling="Missing values are left out, column by column; missing counts them.",
        reading=_reading(described, group),
        conventions=_conventions(ddof),
        warnings=tuple(_warnings(described)),
    )


def _used_rows(sample: Sample, names: Sequence[str], group: str | None) -> pd.DataFrame:
    """Rows with a group and a value in any of the columns."""
    rows = sample.frame if group is None else sample.frame[sample.frame[group].notna()]
    used = rows[rows[list(names)].notna().any(axis=1)]
    if used.empty:
        raise StatisticRefused(
            f"There is no value in {listed(names)} among {counted(len(sample.frame), 'row')}."
        )
    return used


def _parts(rows: pd.DataFrame, group: str | None, columns: int) -> Iterator[tuple[str | None, pd.DataFrame]]:
    """The rows of each value of the group, or all of them."""
    if group is None:
        yield None, rows
        return
    groups = rows.groupby(group, observed=True, sort=True)
    if groups.ngroups * columns > _MAX_SETS:
        raise StatisticRefused(
            f"{group} has {groups.ngroups:,} values; at most {_MAX_SETS:,} sets of figures can be given. "
            "Filter the rows or choose a column with fewer values."
        )
    yield from ((str(value), part) for value, part in groups)


def _figures(column: pd.Series[float], quantiles: Sequence[float], ddof: int) -> _Figures:
    values = column.dropna().to_numpy(dtype=np.float64)
    refuse_extremes(values, str(column.name))
    return {
        "n": len(values),
        "missing": len(column) - len(values),
        **_location(values),
        **_spread(values, ddof),
        **_quantiles(values, quantiles),
        **_shape(values),
    }


def _location(values: Floats) -> _Figures:
    if not len(values):
        return dict.fromkeys(("mean", "median", "mode", "mode_count", "sum"))
    mode = stats.mode(values)
    repeats = mode.count > 1 or len(values) == 1
    return {
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "mode": float(mode.mode) if repeats else None,
        "mode_count": int(mode.count) if repeats else None,
        "sum": float(values.sum()),
    }


def _spread(values: Floats, ddof: int) -> _Figures:
    if not len(values):
        return dict.fromkeys(("std", "variance", "min", "max"))
    figures: _Figures = {"std": None, "variance": None}
    if len(values) > ddof:
        # Of equal values the mean may be off by a rounding, and with it their deviations.
        constant = is_constant(values)
        figures["std"] = 0.0 if constant else float(values.std(ddof=ddof))
        figures["variance"] = 0.0 if constant else float(values.var(ddof=ddof))
    return figures | {"min": float(values.min()), "max": float(values.max())}


def _quantiles(values: Floats, quantiles: Sequence[float]) -> _Figures:
    names = [f"q{100 * share:g}" for share in quantiles]
    if not len(values):
        return dict.fromkeys((*names, "iqr"))
    found: Floats = np.quantile(values, [*quantiles, 0.25, 0.75])
    return {**dict(zip(names, map(float, found), strict=False)), "iqr": float(found[-1] - found[-2])}


def _shape(values: Floats) -> _Figures:
    """None where it isn't defined: for values that don't differ, or too few of them."""
    n = len(values) if len(values) and not is_constant(values) else 0
    return {
        "skewness": _finite(stats.skew(values)) if n else None,
        "skewness_adjusted": _finite(stats.skew(values, bias=False)) if n > 2 else None,
        "kurtosis": _finite(stats.kurtosis(values)) if n else None,
        "kurtosis_adjusted": _finite(stats.kurtosis(values, bias=False)) if n > 3 else None,
    }


def _finite(value: float) -> float | None:
    """SciPy gives NaN for values that differ by roundings only."""
    return float(value) if np.isfinite(value) else None


def _table(described: Sequence[_Described], group: str | None) -> ResultTable:
    columns = {"column": "VARCHAR"} | {name: _type(name) for name in described[0].figures}
    rows = [[each.column, *each.figures.values()] for each in described]
    if group is None:
        return table("description", columns, rows)
    columns = {group: "VARCHAR"} | {
        f"{name}_" if name == group else name: kind for name, kind in columns.items()
    }
    return table(
        "description", columns, [[each.group, *row] for each, row in zip(described, rows, strict=True)]
    )


def _type(figure: str) -> str:
    return "BIGINT" if figure in ("n", "missing", "mode_count") else "DOUBLE"


def _conventions(ddof: int) -> tuple[str, ...]:
    deviation = "Sample standard deviation and variance (n − 1)."
    return (
        deviation if ddof else "Population standard deviation and variance (divided by n).",
        "Linear quantiles (NumPy's default, R's type 7); iqr is the 75 % quantile minus the 25 % quantile.",
        "The mode is the most frequent value, the smallest of several; none when no value repeats.",
        "skewness and kurtosis are moments (g1 and g2), the adjusted ones corrected for the sample's size "
        "(G1 and G2); kurtosis is excess kurtosis, 0 for a normal distribution.",
    )


def _warnings(described: Sequence[_Described]) -> Iterator[str]:
    for words, applies in (
        ("There is no value in {}.", lambda row: row["n"] == 0),
        ("Skewness and kurtosis of {} are not defined: its values don't differ.", _is_flat),
        ("There is no standard deviation of {}: one value doesn't vary.", _is_alone),
    ):
        titles = [each.title for each in described if applies(each.figures)]
        if titles:
            yield words.format(listed(titles))


def _is_flat(row: _Figures) -> bool:
    return (row["n"] or 0) > 1 and row["skewness"] is None


def _is_alone(row: _Figures) -> bool:
    return row["n"] == 1 and row["std"] is None


def _reading(described: Sequence[_Described], group: str | None) -> str:
    read = [each for each in described if each.figures["n"]]
    if group is None and len(read) == 1:
        return f"{read[0].column}: {_in_full(read[0].figures)}."
    one_column = group is not None and len({each.column for each in read}) == 1
    parts = [f"{each.group if one_column else each.title} = {_in_short(each.figures)}" for each in read]
    of = f" of {read[0].column}" if one_column else ""
    by = "" if group is None else f" by {group}"
    return f"Mean and standard deviation{of}{by}: {listed(parts, _READ)}."


def _in_full(row: _Figures) -> str:
    median, low, high = (number(row[key] or 0) for key in ("median", "min", "max"))
    count = counted(int(row["n"] or 0), "value")
    return (
        f"mean {_in_short(row, 'standard deviation ')}, median {median}, from {low} to {high}, over {count}"
    )


def _in_short(row: _Figures, name: str = "") -> str:
    deviation = "" if row["std"] is None else f" ({name}{number(row['std'])})"
    return f"{number(row['mean'] or 0)}{deviation}"
