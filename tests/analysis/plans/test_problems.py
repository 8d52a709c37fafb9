"""Each thing that can be wrong with a plan: the field, the code and the sentence."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.plans import TableFacts, check_plan
from analysis.plans.problems import Problem
from engine.results import Column
from tests.analysis.plans.conftest import COLUMNS, FACTS

REVENUE = Column("revenue", "DOUBLE")


def problems(document: Any, facts: TableFacts = FACTS) -> list[Problem]:
    check = check_plan(document, facts)
    assert check.valid is False
    assert check.sql is None
    return list(check.errors)


def filtered(column: str, operator: str, value: Any = None) -> dict[str, Any]:
    return {"operation": "count", "filters": [{"column": column, "operator": operator, "value": value}]}


def featured(**step: Any) -> dict[str, Any]:
    return {"operation": "count", "features": [step]}


MEAN = {"operation": "mean", "target_column": "price"}
CASES: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "operation", "missing_field", "no operation"),
    ({"operation": "avrage"}, "operation", "unknown_operation", "There is no operation 'avrage'. "),
    ({"operation": 5}, "operation", "invalid_value", "operation must be text."),
    ({"operation": "mean"}, "target_column", "missing_field", "mean needs a target_column"),
    ({**MEAN, "target_column": "prise"}, "target_column", "unknown_column", "Did you mean 'price'?"),
    ({**MEAN, "target_column": "region"}, "target_column", "wrong_type", "'region' holds text (VARCHAR)"),
    ({**MEAN, "target": "price"}, "target", "unknown_field", "Did you mean 'target_column'"),
    ({**MEAN, "group_by": ["tags"]}, "group_by[0].column", "wrong_type", "can't be grouped"),
    (
        {**MEAN, "group_by": [{"column": "region", "part": "month"}]},
        "group_by[0].part",
        "wrong_type",
        "which have no month",
    ),
    (
        {**MEAN, "group_by": [{"column": "ordered", "part": "hour"}]},
        "group_by[0].part",
        "wrong_type",
        "which have no hour",
    ),
    (
        {**MEAN, "group_by": [{"column": "ordered", "part": "moth"}]},
        "group_by[0].part",
        "invalid_value",
        "Did you mean 'month'",
    ),
    ({**MEAN, "limit": 0}, "limit", "invalid_value", "greater than or equal to 1"),
    ({**MEAN, "parameters": {"q": 1}}, "parameters.q", "invalid_parameter", "has no parameter 'q'"),
    (
        {**MEAN, "operation": "quantile", "parameters": {"quantile": 2}},
        "parameters.quantile",
        "invalid_parameter",
        "at most 1",
    ),
    ({"operation": "share"}, "group_by", "missing_field", "share needs group_by"),
    ({"operation": "rows", "sort": "ascending"}, "target_column", "missing_field", "column to sort by"),
    (filtered("prise", "==", 1), "filters[0].column", "unknown_column", "'prise'. Did you mean 'price'?"),
    (filtered("price", "equals", 1), "filters[0].operator", "invalid_value", "It is one of: =="),
    (filtered("price", "contains", "1"), "filters[0].operator", "operator_type", "contains works on text"),
    (filtered("paid", ">", True), "filters[0].operator", "operator_type", "have no order"),
    (filtered("tags", "==", "a"), "filters[0].operator", "operator_type", "only is_null and is_not_null"),
    (filtered("price", "==", "much"), "filters[0].value", "operator_type", "must be a number"),
    (filtered("price", "==", True), "filters[0].value", "operator_type", "must be a number"),
    (filtered("price", "==", 10**400), "filters[0].value", "operator_type", "must be a number"),
    (filtered("price", "=="), "filters[0].value", "invalid_value", "use is_null"),
    (filtered("region", "==", 5), "filters[0].value", "operator_type", 'text in quotes, for example "5"'),
    (filtered("region", "==", "a\0"), "filters[0].value", "invalid_value", "without NUL"),
    (filtered("region", "==", "x" * 6_000), "filters[0].value", "invalid_value", "at most 5,000"),
    (filtered("ordered", ">", "last year"), "filters[0].value", "operator_type", "an ISO 8601 date"),
    (filtered("ordered", ">", "2024-02-30"), "filters[0].value", "operator_type", "an ISO 8601 date"),
    (filtered("ordered", ">", "2024-02-20T10:00"), "filters[0].value", "operator_type", "without a time"),
    (filtered("price", "in", []), "filters[0].value", "invalid_value", "a list of 1 to 1,000"),
    (filtered("price", "in", [1, "x"]), "filters[0].value[1]", "operator_type", "must be a number"),
    (filtered("price", "between", [1]), "filters[0].value", "invalid_value", "two values: [low, high]"),
    (filtered("price", "is_null", 1), "filters[0].value", "invalid_value", "takes no value"),
    (featured(step="rato"), "features[0].step", "invalid_value", "Did you mean 'ratio'"),
    (featured(name="x"), "features[0]", "missing_field", "step is missing"),
    (featured(step="log", name="x"), "features[0].column", "missing_field", "is missing"),
    (
        featured(step="log", name="x", column="region"),
        "features[0].column",
        "wrong_type",
        "'region' holds text",
    ),
    (
        featured(step="log", name="PRICE", column="price"),
        "features[0].name",
        "duplicate_name",
        "'price' already",
    ),
    (featured(step="log", name="a\nb", column="price"), "features[0].name", "invalid_value", "one line"),
    (featured(step="log", name=" ", column="price"), "features[0].name", "invalid_value", "can be seen"),
    (
        featured(step="ratio", name="x", left=1, right=2),
        "features[0].left",
        "invalid_value",
        "between two numbers",
    ),
    (
        featured(step="ratio", name="x", left="ordered", right="price"),
        "features[0].left",
        "wrong_type",
        "not numbers",
    ),
    (
        featured(step="difference", name="x", left="ordered", right=1),
        "features[0].right",
        "wrong_type",
        "on both sides",
    ),
    (
        featured(step="bins", name="x", column="price", edges=[2, 1]),
        "features[0].edges",
        "invalid_value",
        "must rise",
    ),
    (
        featured(step="bins", name="x", column="price", edges=[1, 2], count=3),
        "features[0].edges",
        "invalid_value",
        "either edges",
    ),
    (
        featured(step="bins", name="x", column="price", count=3, labels=["a", "a", "b"]),
        "features[0].labels",
        "invalid_value",
        "give 3 labels that differ",
    ),
    (
        featured(step="fill", column="region", **{"with": "mean"}),
        "features[0].column",
        "wrong_type",
        "holds text",
    ),
    (
        featured(step="fill", column="tags", **{"with": "value"}, value=1),
        "features[0].column",
        "wrong_type",
        "by its mode only",
    ),
    (
        featured(step="fill", column="price", **{"with": "mean"}, value=1),
        "features[0].value",
        "invalid_value",
        "only used with",
    ),
    (
        featured(step="fill", column="price", **{"with": "value"}),
        "features[0].value",
        "invalid_value",
        "A value is missing",
    ),
    ({"operation": "correlation", "x_axis": "price"}, "y_axis", "missing_field", "as y_axis"),
    (
        {"operation": "correlation", "x_axis": "price", "y_axis": "price"},
        "y_axis",
        "same_column",
        "needs different columns",
    ),
    (
        {"operation": "forecast", "time_column": "price", "target_column": "quantity"},
        "time_column",
        "wrong_type",
        "with dates or dates with times is needed",
    ),
    (
        {"operation": "regression", "x_axis": "ordered", "y_axis": "price"},
        "x_axis",
        "wrong_type",
        "with a date_part step",
    ),
    (
        {"operation": "cluster", "columns": ["price", "quantity"]},
        "operation",
        "too_few_rows",
        "needs at least 10 rows; the file has 8",
    ),
    ({"operation": "chart"}, "chart_type", "missing_field", "A chart needs a chart_type"),
    ({"chart_type": "pie"}, "chart_type", "invalid_value", "It is one of: line"),
    ({"chart_type": "line", "y_axis": "price"}, "x_axis", "missing_field", "A line chart needs an x_axis"),
    ({"chart_type": "line", "x_axis": "region"}, "x_axis", "wrong_type", "Use bar"),
    ({"chart_type": "scatter", "x_axis": "price"}, "y_axis", "missing_field", "needs a y_axis"),
    ({"chart_type": "heatmap", "x_axis": "region"}, "y_axis", "missing_field", "needs a y_axis"),
    ({"chart_type": "histogram", "x_axis": "region"}, "x_axis", "wrong_type", "holds text"),
    ({"chart_type": "box"}, "y_axis", "missing_field", "needs a column of numbers"),
    (
        {"operation": "mode", "target_column": "price", "x_axis": "region", "chart_type": "bar"},
        "operation",
        "invalid_value",
        "A chart needs a number",
    ),
]


@pytest.mark.parametrize(("document", "field", "code", "words"), CASES)
def test_what_is_wrong_is_named(document: dict[str, Any], field: str, code: str, words: str) -> None:
    found = problems(document)[0]
    assert (found.field, found.code) == (field, code)
    assert words in found.message


def test_everything_wrong_is_named_at_once() -> None:
    document = filtered("prise", "==", 1) | {
        "operation": "mean",
        "target_column": "rejion",
        "group_by": ["x"],
    }
    document["filters"].append({"column": "region", "operator": ">", "value": 1})
    assert [problem.field for problem in problems(document)] == [
        "filters[0].column",
        "filters[1].value",
        "target_column",
    ]


def test_hostile_text_comes_back_as_one_short_printable_line() -> None:
    for name in ("x" * 5_000, "a\nb\x1b[31m", "\ud800", "<script>"):
        for document in ({**MEAN, "target_column": name}, {**MEAN, name: 1}, {"operation": name}):
            for problem in problems(document):
                assert problem.message.isprintable()
                assert problem.field.isprintable()
                assert len(problem.field) < 100
                problem.message.encode()


def test_names_cant_end_their_quotes() -> None:
    name = 'x" FROM data; DROP TABLE data; --'
    check = check_plan(
        {"operation": "mean", "target_column": name}, TableFacts((Column(name, "INTEGER"),), 1)
    )
    assert check.sql is not None
    assert 'avg("x"" FROM data; DROP TABLE data; --")' in check.sql


def test_a_plan_that_is_too_long_for_the_engine_says_so() -> None:
    columns = tuple(Column(f"{number}{'x' * 2_000}", "INTEGER") for number in range(12))
    document = {"operation": "describe", "columns": [column.name for column in columns]}
    assert problems(document, TableFacts(columns, 10))[0].code == "plan_too_long"


def profile(**figures: Any) -> dict[str, Any]:
    columns = [{"name": name, "nulls": 0, "approximate": [], **given} for name, given in figures.items()]
    return {"columns": columns}


def test_the_profile_tells_of_constant_and_empty_columns() -> None:
    facts = TableFacts(COLUMNS, 100, profile(price={"distinct": 1}, quantity={"distinct": 0}))
    constant = problems({"operation": "normality", "target_column": "price"}, facts)[0]
    assert (constant.field, constant.code) == ("target_column", "constant_column")
    empty = problems({"operation": "normality", "target_column": "quantity"}, facts)[0]
    assert (empty.field, empty.code) == ("target_column", "empty_column")
    mean = check_plan(MEAN, facts)
    assert mean.valid
    assert [warning.code for warning in mean.warnings] == ["constant_column"]


def test_an_estimate_condemns_no_column() -> None:
    facts = TableFacts(COLUMNS, 100, profile(price={"distinct": 1, "approximate": ["distinct"]}))
    assert check_plan({"operation": "normality", "target_column": "price"}, facts).valid


def test_groups_of_many_values() -> None:
    document = {**MEAN, "group_by": ["region"]}
    many = check_plan(document, TableFacts(COLUMNS, 10**6, profile(region={"distinct": 5_000})))
    assert many.valid
    assert [(warning.field, warning.code) for warning in many.warnings] == [("group_by[0]", "many_groups")]
    facts = TableFacts(COLUMNS, 10**6, profile(region={"distinct": 100_000}))
    [error] = problems(document, facts)
    assert (error.field, error.code) == ("group_by[0]", "too_many_groups")
    assert "100,000 different values" in error.message
    assert check_plan({**document, "limit": 10}, facts).valid
    [error] = problems({"chart_type": "bar", "x_axis": "region"}, facts)
    assert (error.field, error.code) == ("x_axis", "too_many_groups")
    assert check_plan({**filtered("price", ">", 5), **document}, facts).valid


def test_warnings() -> None:
    unused = check_plan({**MEAN, "time_column": "ordered"}, FACTS)
    assert [(warning.field, warning.code) for warning in unused.warnings] == [
        ("time_column", "unused_field"),
        ("", "unchecked"),
    ]
    facts = TableFacts(COLUMNS, 8, profile(region={"distinct": 3, "nulls": 1}))
    [stays] = check_plan(filtered("region", "!=", "North"), facts).warnings
    assert stays.code == "missing_values_stay"
    default = check_plan({"chart_type": "bar", "x_axis": "region", "y_axis": "price"}, facts).warnings
    assert [warning.code for warning in default] == ["default_aggregation"]
