"""The tables of a clustering, whatever the data's columns are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from engine.statistics.comparison_results import wide_row
from engine.statistics.results import ResultTable
from engine.statistics.tables import table

_SHOWN_MEMBERS = 1_000
_CLUSTERS = {"cluster": "BIGINT", "size": "BIGINT", "share": "DOUBLE"}
_MEMBERS = {"row": "BIGINT", "cluster": "BIGINT"}


def answer(model: Any, silhouette: float, n: int, total: float) -> ResultTable:
    """The fit in one row; `total` is the sum of squares around the mean, some of which clusters explain."""
    return wide_row(
        "answer",
        {
            "clusters": int(model.n_clusters),
            "silhouette": silhouette,
            "inertia": float(model.inertia_),
            "explained_share": 1 - float(model.inertia_) / total,
            "n": n,
            "iterations": int(model.n_iter_),
        },
    )


def centre_table(
    names: Sequence[str], sizes: npt.NDArray[np.int64], centres: npt.NDArray[np.float64]
) -> ResultTable:
    """One row per cluster: its size, share of rows and centre in the columns' own units."""
    columns = {**_CLUSTERS, **dict.fromkeys(_free_names(names, _CLUSTERS), "DOUBLE")}
    rows = ([i + 1, size, size / sizes.sum(), *centres[i]] for i, size in enumerate(sizes))
    return table("clusters", columns, rows)


def silhouette_table(tried: Mapping[int, float]) -> ResultTable:
    """The silhouette of each number of clusters that was tried."""
    return table("silhouettes", {"clusters": "BIGINT", "silhouette": "DOUBLE"}, tried.items())


def member_table(rows: pd.DataFrame, clusters: npt.NDArray[np.int64]) -> ResultTable:
    """The first complete rows with their number in the data, their cluster and their values."""
    names = list(rows)
    columns = {**_MEMBERS, **dict.fromkeys(_free_names(names, _MEMBERS), "DOUBLE")}
    shown = rows.iloc[:_SHOWN_MEMBERS]
    cells = (
        [int(index) + 1, own, *values]
        for index, own, values in zip(shown.index, clusters, shown.to_numpy(), strict=False)
    )
    return table("members", columns, cells, total_rows=len(rows))


def _free_names(names: Sequence[str], taken: Mapping[str, str]) -> list[str]:
    """The names, with underscores where the table has a column of that name already."""
    used = {*taken, *names}
    free = []
    for name in names:
        own = name
        while own in taken or (own != name and own in used):
            own += "_"
        used.add(own)
        free.append(own)
    return free
