"""k-means against scikit-learn on its iris data, the choice of a number of clusters, and what can't be clustered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from engine.errors import StatisticRefused
from engine.statistics import cluster as clustering
from engine.statistics.results import StatisticResult
from engine.statistics.run import compute
from tests.engine.statistics.samples import make_sample
from tests.engine.statistics.tables import assert_json_safe, column, find, one_row

IRIS = load_iris().data
COLUMNS = {name: IRIS[:, position] for position, name in enumerate(("length", "width", "petal", "size"))}


def run(columns: Mapping[str, Sequence[Any] | np.ndarray[Any, Any]], **parameters: Any) -> StatisticResult:
    sample = make_sample(columns, {"columns": list(columns)}, "cluster", **parameters)
    result = compute("cluster", sample)
    assert_json_safe(result)
    return result


def refused(columns: Mapping[str, Sequence[Any]], **parameters: Any) -> str:
    with pytest.raises(StatisticRefused) as error:
        run(columns, **parameters)
    return error.value.message


def blobs(n: int) -> dict[str, np.ndarray[Any, Any]]:
    """Three well separated groups of different size."""
    rng = np.random.default_rng(3)
    centre = rng.choice([0.0, 10.0, 30.0], n, p=[0.5, 0.3, 0.2])
    return {"x": centre + rng.normal(size=n), "y": 100 * centre + rng.normal(size=n)}


@pytest.mark.parametrize("standardize", [True, False])
def test_clusters_are_scikit_learns(standardize: bool) -> None:
    result = run(COLUMNS, clusters=3, standardize=standardize, random_state=7)
    scaled = StandardScaler(with_std=standardize).fit_transform(IRIS)
    expected = KMeans(3, n_init=10, random_state=7).fit(scaled)
    found = one_row(result, "answer")
    assert found["inertia"] == pytest.approx(expected.inertia_, rel=1e-12)
    assert found["silhouette"] == pytest.approx(silhouette_score(scaled, expected.labels_), rel=1e-12)
    assert column(result, "clusters", "size") == sorted(np.bincount(expected.labels_), reverse=True)


def test_the_inertia_is_that_of_the_fit_without_scaling() -> None:
    """scikit-learn's documentation and R's kmeans(iris[, 1:4], 3, nstart = 10)$tot.withinss: 78.85144."""
    assert one_row(run(COLUMNS, clusters=3, standardize=False), "answer")["inertia"] == pytest.approx(
        78.85144
    )


def test_centres_are_the_means_of_their_rows_in_the_columns_own_units() -> None:
    result = run(blobs(60), clusters=3)
    assert find(result, "members").total_rows == 60
    members, x = column(result, "members", "cluster"), column(result, "members", "x")
    own = [value for value, member in zip(x, members, strict=True) if member == 1]
    assert column(result, "clusters", "x")[0] == pytest.approx(np.mean(own))
    assert column(result, "clusters", "share")[0] == members.count(1) / 60


def test_the_number_of_clusters_is_that_of_the_best_silhouette() -> None:
    result = run(blobs(200))
    silhouettes = column(result, "silhouettes", "silhouette")
    assert column(result, "silhouettes", "clusters") == [2, 3, 4, 5, 6, 7, 8]
    assert one_row(result, "answer")["clusters"] == 3
    assert max(silhouettes) == silhouettes[1]
    assert result.reading.endswith("a sign of strong structure.")
    assert "The number of clusters is that of 2 to 8 with the best silhouette." in result.conventions


def test_the_same_seed_gives_the_same_clusters() -> None:
    first, second = run(COLUMNS), run(COLUMNS)
    assert [table.rows for table in first.tables] == [table.rows for table in second.tables]


def test_a_column_may_be_called_like_one_of_the_tables() -> None:
    result = run({"size": IRIS[:, 0], "size_": IRIS[:, 1], "cluster": IRIS[:, 2]}, clusters=2)
    assert find(result, "clusters").column_names == [
        "cluster",
        "size",
        "share",
        "size__",
        "size_",
        "cluster_",
    ]
    assert find(result, "members").column_names == ["row", "cluster", "size", "size_", "cluster_"]


def test_weak_structure_is_said() -> None:
    rng = np.random.default_rng(4)
    result = run({name: rng.normal(size=300) for name in "abcdef"}, clusters=4)
    assert result.warnings == (
        "k-means always finds clusters; so low a silhouette says that these hardly part.",
    )


def test_above_the_limits_silhouettes_and_starts_are_sampled_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clustering, "_SAMPLED_ROWS", 100)
    monkeypatch.setattr(clustering, "_ROWS_FOR_ALL_STARTS", 200)
    result = run(blobs(1_000))
    assert one_row(result, "answer")["clusters"] == 3
    assert sum(column(result, "clusters", "size")) == 1_000
    assert result.conventions[1:] == (
        "k-means from the best centres of 10 starts on 100 rows, seed 42; clusters are numbered by size.",
        "The number of clusters is that of 2 to 8 with the best silhouette on a sample of 100 rows.",
        "Mean silhouette on a sample of 100 rows, by Euclidean distance.",
    )


def test_a_sample_within_one_cluster_has_no_silhouette(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clustering, "_SAMPLED_ROWS", 10)
    result = run({"x": [*np.linspace(0, 1, 500), 1e6]}, clusters=2)
    assert one_row(result, "answer")["silhouette"] is None
    assert result.warnings == ("All of the 10 rows sampled lie in one cluster, so there is no silhouette.",)


def test_missing_values_cost_their_row() -> None:
    result = run({"a": [None, *range(19)], "b": [*range(19), float("inf")]}, clusters=2)
    assert (result.n, result.missing) == (18, 2)
    assert column(result, "members", "row")[0] == 2


def test_constant_columns() -> None:
    assert refused({"a": [1.0] * 12, "b": [2.0] * 12, "c": list(range(12))}) == (
        "a and b have one value only and set no rows apart; leave that out."
    )


def test_fewer_different_rows_than_clusters() -> None:
    assert refused({"a": [1.0, 2.0] * 10}, clusters=3) == (
        "These columns have only 2 different rows, too few for 3 clusters."
    )
    assert one_row(run({"a": [1.0, 2.0] * 10}), "answer")["clusters"] == 2


def test_as_many_clusters_as_rows() -> None:
    assert (
        refused({"a": list(range(10))}, clusters=10)
        == "10 clusters need more than the 10 complete rows here."
    )


def test_too_few_rows() -> None:
    assert (
        refused({"a": [None] * 12})
        == "There are only 0 of 12 rows with a value in a; this needs at least 10."
    )


def test_values_that_can_not_be_computed_with() -> None:
    assert refused({"a": [1e200, *range(12)]}).startswith("a holds values as large as 1e+200")
