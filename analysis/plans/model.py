"""An execution plan as typed models: the schema of the API, of the tool and of the audit trail."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, model_validator

Operator = Literal[
    "==", "!=", ">", "<", ">=", "<=", "in", "not_in", "contains", "is_null", "is_not_null", "between"
]
DatePart = Literal[
    "year", "quarter", "month", "week", "day", "hour",
    "quarter_of_year", "month_of_year", "week_of_year", "day_of_month", "day_of_year", "weekday",
    "hour_of_day",
]  # fmt: skip
ChartType = Literal["line", "bar", "scatter", "heatmap", "box", "histogram"]
Name = Annotated[str, Field(min_length=1)]
NewName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Filter(Strict):
    """Rows for which it holds stay; several filters hold together."""

    column: Name
    operator: Operator
    value: JsonValue = Field(
        None,
        description="Of the column's type: number, text, true or false, ISO 8601 date. A list for in and "
        "not_in, [low, high] for between. != and not_in keep rows without a value; contains ignores case.",
    )


class GroupBy(Strict):
    """A column to group by; `part` for dates: a period (year … hour) or a place in the calendar."""

    column: Name
    part: DatePart | None = None


class Arithmetic(Strict):
    """A column computed from two: ratio is left / right; the difference of two dates is in days."""

    step: Literal["ratio", "difference", "sum", "product"]
    name: NewName
    left: Name | float
    right: Name | float


class Bins(Strict):
    """A column cut into ranges: `count` bins, or explicit `edges`."""

    step: Literal["bins"]
    name: NewName
    column: Name
    count: int | None = Field(None, ge=2, le=50)
    edges: list[float] | None = Field(None, min_length=2, max_length=51)
    method: Literal["equal_width", "equal_frequency"] = "equal_width"
    closed: Literal["left", "right"] | None = Field(
        None, description="The edge that belongs to a bin. Not given: left; right for equal_frequency."
    )
    labels: list[NewName] | None = Field(None, description="One for each bin, from low to high.")


class Scale(Strict):
    """A column scaled: zscore is (x − mean) / sample deviation, min_max goes from 0 to 1."""

    step: Literal["zscore", "min_max"]
    name: NewName
    column: Name
    population: bool = Field(default=False, description="Of zscore: divide by n instead of n − 1.")


class Log(Strict):
    """A logarithm; there is none of 0 and less, which become missing. `add_one` takes log(1 + x)."""

    step: Literal["log"]
    name: NewName
    column: Name
    base: Literal["e", "10", "2"] = "e"
    add_one: bool = False


class TakeDatePart(Strict):
    """A part of a date: the first day of a quarter, month, week, day or hour; a number for the others."""

    step: Literal["date_part"]
    name: NewName
    column: Name
    part: DatePart


class Fill(Strict):
    """Missing values replaced in place: by the column's mean, median or mode, or by `value`."""

    step: Literal["fill"]
    column: Name
    with_: Literal["mean", "median", "mode", "value"] = Field(alias="with")
    value: JsonValue = None


class DropMissing(Strict):
    """Only rows with a value in each of these columns."""

    step: Literal["drop_missing"]
    columns: Annotated[list[Name], Field(min_length=1, max_length=50)]


class DropDuplicates(Strict):
    """The first of the rows that are equal in these columns, in all when none are named."""

    step: Literal["drop_duplicates"]
    columns: list[Name] = Field([], max_length=50)


FeatureStep = Annotated[
    Arithmetic | Bins | Scale | Log | TakeDatePart | Fill | DropMissing | DropDuplicates,
    Field(discriminator="step"),
]


def _grouping(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


class Plan(Strict):
    """What to compute: an operation over columns, after feature steps and filters."""

    operation: str = Field("chart", description="What to compute; chart for a chart alone, rows for rows.")
    target_column: Name | None = Field(None, description="The column that the operation is about.")
    x_axis: Name | None = None
    y_axis: Name | None = None
    time_column: Name | None = None
    columns: Annotated[list[Name], BeforeValidator(_listed)] = Field([], max_length=50)
    filters: Annotated[list[Filter], BeforeValidator(_listed)] = Field([], max_length=50)
    group_by: Annotated[
        list[Annotated[GroupBy, BeforeValidator(_grouping, json_schema_input_type=str | GroupBy)]],
        BeforeValidator(_listed, json_schema_input_type=list[str | GroupBy]),
    ] = Field([], max_length=5)
    chart_type: ChartType | None = None
    features: list[FeatureStep] = Field(
        [], max_length=20, description="Steps that make columns or drop rows, in order, before the filters."
    )
    parameters: dict[str, JsonValue] = Field({}, description="Settings of the operation.")
    sort: Literal["ascending", "descending"] | None = Field(None, description="By the computed value.")
    limit: int | None = Field(None, ge=1, le=10_000, description="Groups or rows returned.")

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, document: Any) -> Any:
        if not isinstance(document, dict):
            return document
        return {name: value for name, value in document.items() if value is not None}
