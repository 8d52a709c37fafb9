"""Groups of similar rows by k-means: how many, how large, where their centres lie, how well they part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.checks import refuse_extremes
from engine.statistics.cluster_tables import answer, centre_table, member_table, silhouette_table
from engine.statistics.groups import is_nearly_constant
from engine.statistics.results import StatisticResult
from engine.statistics.sample import Sample
from engine.statistics.wording import counted, listed, number

_CANDIDATES = range(2, 9)
_STARTS = 10
_SAMPLED_ROWS = 5_000
"""Rows for silhouettes, which compare every row with every other, and to look for a number of clusters."""
_ROWS_FOR_ALL_STARTS = 100_000
_STRUCTURE = ("no substantial", "weak", "reasonable", "strong")
_STRUCTURE_STEPS = (0.25, 0.5, 0.7)
"""Kaufman & Rousseeuw, Finding Groups in Data (1990), table 4 of chapter 2."""

Matrix = npt.NDArray[np.float64]


def cluster(sample: Sample) -> StatisticResult:
    """k-means over `columns`, scaled to mean 0 and deviation 1 unless `standardize` is false.

    Tables: `answer` (one row), `clusters` (size and centre of each in the columns' own units, largest
    first), `silhouettes` of the numbers tried, and the first `members`. Raises StatisticRefused for
    constant columns and for fewer different rows than clusters.
    """
    rows = sample.complete("columns", minimum=OPERATIONS["cluster"].minimum_rows)
    _check_columns(rows)
    scaler = StandardScaler(with_std=bool(sample.parameters["standardize"])).fit(rows.to_numpy())
    scaled = scaler.transform(rows.to_numpy())
    seed, asked = int(sample.parameters["random_state"]), sample.parameters["clusters"]
    tried = {} if asked else _silhouettes_by_number(_drawn(scaled, seed), seed)
    model = _fitted(scaled, int(asked or max(tried, key=lambda k: tried[k])), seed)
    silhouette = _silhouette(scaled, model.labels_, seed)
    centres = scaler.inverse_transform(model.cluster_centers_)
    return _result(
        sample, rows, model, centres, silhouette, tried, float(np.einsum("ij,ij->", scaled, scaled))
    )


def _check_columns(rows: pd.DataFrame) -> None:
    for name in rows:
        refuse_extremes(rows[name].to_numpy(dtype=np.float64), name)
    if constant := [name for name in rows if is_nearly_constant(rows[name].to_numpy(dtype=np.float64))]:
        has = "has one value only and sets" if len(constant) == 1 else "have one value only and set"
        raise StatisticRefused(f"{listed(constant)} {has} no rows apart; leave that out.")


def _drawn(scaled: Matrix, seed: int) -> Matrix:
    """At most `_SAMPLED_ROWS` rows, drawn without replacement."""
    if len(scaled) <= _SAMPLED_ROWS:
        return scaled
    chosen = np.random.default_rng(seed).choice(len(scaled), _SAMPLED_ROWS, replace=False)
    return np.asarray(scaled[np.sort(chosen)])


def _silhouettes_by_number(drawn: Matrix, seed: int) -> dict[int, float]:
    """The mean silhouette for each number of clusters that the rows allow."""
    different = len(np.unique(drawn, axis=0))
    _check_different(different, 2)
    found = {}
    for k in _CANDIDATES:
        if k <= different and k < len(drawn):
            labels = KMeans(k, n_init=_STARTS, random_state=seed).fit(drawn).labels_
            found[k] = float(silhouette_score(drawn, labels))
    return found


def _fitted(scaled: Matrix, k: int, seed: int) -> KMeans:
    """k-means with `_STARTS` starts; for many rows one start, from the centres of a sample."""
    if k >= len(scaled):
        raise StatisticRefused(
            f"{k} clusters need more than the {counted(len(scaled), 'complete row')} here."
        )
    drawn = scaled if len(scaled) <= _ROWS_FOR_ALL_STARTS else _drawn(scaled, seed)
    model = KMeans(k, n_init=_STARTS, random_state=seed).fit(drawn)
    if drawn is not scaled:
        model = KMeans(k, init=model.cluster_centers_, n_init=1, random_state=seed).fit(scaled)
    _check_different(len(np.unique(model.labels_)), k)
    return model


def _check_different(different: int, k: int) -> None:
    if different < k:
        raise StatisticRefused(
            f"These columns have only {counted(different, 'different row')}, too few for {k} clusters."
        )


def _silhouette(scaled: Matrix, labels: npt.NDArray[np.int32], seed: int) -> float:
    """The mean silhouette of all rows or of a sample; NaN where all rows of the sample share a cluster."""
    if len(scaled) <= _SAMPLED_ROWS:
        return float(silhouette_score(scaled, labels))
    try:
        return float(silhouette_score(scaled, labels, sample_size=_SAMPLED_ROWS, random_state=seed))
    except ValueError:
        return float("nan")


def _result(
    sample: Sample,
    rows: pd.DataFrame,
    model: KMeans,
    centres: Matrix,
    silhouette: float,
    tried: Mapping[int, float],
    total: float,
) -> StatisticResult:
    order = np.argsort(-np.bincount(model.labels_), kind="stable")
    sizes = np.bincount(model.labels_)[order]
    place = np.argsort(order) + 1
    missing = sample.total_rows - len(rows)
    return StatisticResult(
        "cluster",
        (
            answer(model, silhouette, len(rows), total),
            centre_table(list(rows), sizes, centres[order]),
            *([silhouette_table(tried)] if tried else []),
            member_table(rows, place[model.labels_]),
        ),
        n=len(rows),
        missing=missing,
        missing_handling=f"Rows without a value in {listed(list(rows))} were left out.",
        reading=_reading(list(rows), sizes, silhouette),
        conventions=_conventions(sample.parameters, len(rows), searched=bool(tried)),
        warnings=_warnings(silhouette),
    )


def _reading(names: list[str], sizes: npt.NDArray[np.int64], silhouette: float) -> str:
    shown = listed([f"{size:,}" for size in sizes])
    start = f"By {listed(names)} the rows fall into {len(sizes)} clusters of {shown} rows"
    if not np.isfinite(silhouette):
        return f"{start}."
    structure = _STRUCTURE[int(np.searchsorted(_STRUCTURE_STEPS, silhouette, side="right"))]
    return f"{start}; their mean silhouette is {number(silhouette, 3)}, a sign of {structure} structure."


def _conventions(given: Mapping[str, Any], n: int, *, searched: bool) -> tuple[str, ...]:
    seed = given["random_state"]
    scaling = "Columns were scaled to mean 0 and deviation 1 (n)." if given["standardize"] else "Not scaled."
    starts = f"k-means with {_STARTS} starts, seed {seed}; clusters are numbered by size."
    if n > _ROWS_FOR_ALL_STARTS:
        starts = (
            f"k-means from the best centres of {_STARTS} starts on {_SAMPLED_ROWS:,} rows, seed {seed}; "
            "clusters are numbered by size."
        )
    sampled = f" on a sample of {_SAMPLED_ROWS:,} rows" if n > _SAMPLED_ROWS else ""
    numbers = f"{_CANDIDATES[0]} to {_CANDIDATES[-1]}"
    chosen = (f"The number of clusters is that of {numbers} with the best silhouette{sampled}.",)
    return (
        f"{scaling} Centres are in the columns' own units, inertia in those of k-means.",
        starts,
        *(chosen if searched else ()),
        f"Mean silhouette{sampled}, by Euclidean distance.",
    )


def _warnings(silhouette: float) -> tuple[str, ...]:
    if silhouette > _STRUCTURE_STEPS[0]:
        return ()
    if np.isfinite(silhouette):
        return ("k-means always finds clusters; so low a silhouette says that these hardly part.",)
    return (f"All of the {_SAMPLED_ROWS:,} rows sampled lie in one cluster, so there is no silhouette.",)
