"""Comparisons, contingency and clusters in the real sandboxed workers: the libraries load and run there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from engine.errors import StatisticRefused
from engine.pool import Engine
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.request import StatisticRequest
from engine.statistics.results import StatisticResult
from tests.engine.statistics.tables import assert_json_safe, column, one_row

IDS = np.arange(1000)
X = IDS % 7
PRICE = 'price "net" EUR'
BY_REGION = {"target_column": ("x",), "group_by": ("region",)}
BY_EVEN = {"target_column": (PRICE,), "group_by": ("even",)}


def ask(
    engine: Engine,
    table: Path,
    operation: str,
    roles: Mapping[str, tuple[str, ...]],
    sql: str = "SELECT * FROM data",
    **parameters: Any,
) -> StatisticResult:
    complete = OPERATIONS[operation].complete(parameters)
    request = StatisticRequest(operation, sql, roles, complete)
    result = engine.statistic(table, request).result(60)
    assert_json_safe(result)
    return result


@pytest.mark.parametrize("method", ["anova", "welch_anova", "kruskal"])
def test_groups(engine: Engine, table: Path, method: str) -> None:
    result = ask(engine, table, "compare_groups", BY_REGION, method=method)
    assert column(result, "groups", "group") == ["east", "north", "south"]
    assert column(result, "groups", "mean") == pytest.approx([X[part::3].mean() for part in (2, 0, 1)])
    assert len(column(result, "pairs", "p_adjusted")) == 3


@pytest.mark.parametrize("method", ["t", "welch", "mann_whitney", "ks"])
def test_booleans_make_two_groups(engine: Engine, table: Path, method: str) -> None:
    result = ask(engine, table, "compare_groups", BY_EVEN, method=method, groups=[True, False])
    answer = one_row(result, "answer")
    assert (answer["group_a"], answer["group_b"], answer["n_a"], answer["n_b"]) == ("true", "false", 500, 500)
    assert PRICE in result.reading


def test_variances_and_columns(engine: Engine, table: Path) -> None:
    levene = one_row(ask(engine, table, "compare_variances", BY_REGION), "answer")
    expected = stats.levene(*(X[part::3] for part in (2, 0, 1)))
    assert levene["statistic"] == pytest.approx(expected.statistic)
    paired = one_row(ask(engine, table, "compare_columns", {"x_axis": ("x",), "y_axis": (PRICE,)}), "answer")
    assert paired["difference"] == pytest.approx(np.mean(X - (X * 2 + IDS % 3)))
    one = one_row(ask(engine, table, "one_sample", {"target_column": ("x",)}, value=3), "answer")
    assert one["mean"] == pytest.approx(X.mean())


@pytest.mark.parametrize("method", ["chi_square", "fisher"])
def test_contingency(engine: Engine, table: Path, method: str) -> None:
    result = ask(engine, table, "contingency", {"x_axis": ("even",), "y_axis": ("grade",)}, method=method)
    assert one_row(result, "answer")["cramers_v"] == pytest.approx(1)
    assert column(result, "counts", "column")[:3] == ["1", "2", "3"]


def test_strata(engine: Engine, table: Path) -> None:
    roles = {"x_axis": ("region",), "y_axis": ("even",), "group_by": ("x",)}
    with pytest.raises(StatisticRefused, match="region has 3 and even has 2"):
        ask(engine, table, "contingency", roles)
    two = "SELECT * FROM data WHERE region <> 'south'"
    result = ask(engine, table, "contingency", roles, two)
    assert one_row(result, "answer")["strata"] == 7


def test_clusters(engine: Engine, table: Path) -> None:
    result = ask(engine, table, "cluster", {"columns": ("x", PRICE)}, clusters=4)
    assert sum(column(result, "clusters", "size")) == 1000
    assert PRICE in [column.name for column in result.tables[1].columns]
