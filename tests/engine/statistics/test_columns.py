"""Which columns may play which roles."""

from __future__ import annotations

import pytest

from engine.errors import StatisticRefused
from engine.statistics.catalogue import OPERATIONS
from engine.statistics.columns import column_kinds, fits, kind_of
from engine.statistics.operation import Kind

TYPES = {"age": "INTEGER", "price": "DECIMAL(10,2)", "city": "VARCHAR", "day": "DATE", "member": "BOOLEAN"}


@pytest.mark.parametrize(
    ("duckdb_type", "kind"),
    [
        ("INTEGER", Kind.NUMERIC),
        ("HUGEINT", Kind.NUMERIC),
        ("DECIMAL(18,3)", Kind.NUMERIC),
        ("DOUBLE", Kind.NUMERIC),
        ("DATE", Kind.TIME),
        ("TIMESTAMP WITH TIME ZONE", Kind.TIME),
        ("TIMESTAMP_NS", Kind.TIME),
        ("TIME", Kind.CATEGORY),
        ("BOOLEAN", Kind.CATEGORY),
        ("VARCHAR", Kind.CATEGORY),
        ("INTEGER[]", Kind.CATEGORY),
        ("DECIMAL(10,2)[]", Kind.CATEGORY),
        ("DATE[3]", Kind.CATEGORY),
        ("STRUCT(a INTEGER)", Kind.CATEGORY),
        ("ENUM('INTEGER(', 'b')", Kind.CATEGORY),
    ],
)
def test_each_type_has_a_kind(duckdb_type: str, kind: Kind) -> None:
    assert kind_of(duckdb_type) is kind


def test_booleans_are_also_numbers_and_everything_is_a_category() -> None:
    assert fits("BOOLEAN", Kind.NUMERIC)
    assert not fits("VARCHAR", Kind.NUMERIC)
    assert not fits("INTEGER", Kind.TIME)
    assert all(fits(duckdb_type, Kind.CATEGORY) for duckdb_type in TYPES.values())


def test_roles_give_columns_their_kinds() -> None:
    roles = {"target_column": ("member",), "columns": ("age", "city", "day", "member")}
    assert column_kinds(OPERATIONS["linear_regression"], roles, TYPES) == {
        "member": Kind.NUMERIC,  # as the target, which wants numbers
        "age": Kind.NUMERIC,
        "city": Kind.CATEGORY,
        "day": Kind.TIME,
    }


@pytest.mark.parametrize(
    ("operation", "roles", "sentence"),
    [
        (
            "correlation",
            {"x_axis": ("age",), "y_axis": ("city",)},
            "Correlation needs numbers in city, but the column is VARCHAR.",
        ),
        (
            "trend",
            {"time_column": ("age",), "target_column": ("price",)},
            "Trend needs dates or times in age, but the column is INTEGER.",
        ),
        ("correlation", {"x_axis": ("age",)}, "Correlation takes 1 column as y_axis, not 0."),
        ("cluster", {"columns": ()}, "Clusters takes 1 to 50 columns as columns, not 0."),
        (
            "correlation",
            {"x_axis": ("age",), "y_axis": ("weight",)},
            "There is no column weight; there are age, price, city, day, member.",
        ),
        (
            "compare_groups",
            {"target_column": ("age",), "group_by": ("age",)},
            "Comparison of groups can't use the column age in two ways.",
        ),
    ],
)
def test_what_does_not_fit_is_said(operation: str, roles: dict[str, tuple[str, ...]], sentence: str) -> None:
    with pytest.raises(StatisticRefused) as refused:
        column_kinds(OPERATIONS[operation], roles, TYPES)
    assert refused.value.message == sentence
