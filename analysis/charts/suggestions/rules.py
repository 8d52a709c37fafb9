"""Which charts a file's columns invite, by their types.

After the rankings of how exactly people read a value from position, length, colour …: Cleveland &
McGill, "Graphical Perception", JASA 79 (1984); Mackinlay, "Automating the Design of Graphical
Presentations of Relational Information", ACM TOG 5(2) (1986); as tools use them: Voyager and
CompassQL (Wongsuphasawat et al. 2016), Draco (Moritz et al. 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from statistics import geometric_mean
from typing import Any

from analysis.charts.polish.names import readable
from analysis.charts.suggestions.columns import Candidate, Cast

MAX_LINES = 8
MAX_BOXES = 20
POSITION, LENGTH, HUE, SHADE = 1.0, 0.95, 0.8, 0.6
"""How exactly an encoding is read, in Mackinlay's order: position and length for quantities, hue for
names, shade (density, saturation) for quantities again, behind angle and area, which aren't used here."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A chart that could be drawn: its plan, and why it should be."""

    title: str
    reason: str
    chart_type: str
    columns: tuple[str, ...]
    plan: dict[str, Any]
    categories: int
    """Of how many values the first column has."""
    score: float
    """From 0 to 1: how much the data asks for it, times how exactly its encodings are read."""


_SAME_THING = 0.9
"""Of two categories so strongly related one mostly follows from the other."""

Rule = Callable[[Cast], Iterator[Suggestion]]


def suggestions_for(cast: Cast) -> list[Suggestion]:
    """Every chart that some rule proposes, in no order."""
    return [suggestion for rule in _RULES for suggestion in rule(cast)]


def _over_time(cast: Cast) -> Iterator[Suggestion]:
    for time, measure in product(cast.times, cast.measures):
        operation, word = _operation(measure)
        yield _suggestion(
            f"{word} {measure.said} over {time.said}",
            f"{time.quoted} holds dates and {measure.quoted} quantities: a line shows the course, both read "
            "by position, which is read most exactly.",
            _plan(operation, "line", time, measure),
            (time, measure),
            0.95 * POSITION * POSITION,
        )


def _rows_over_time(cast: Cast) -> Iterator[Suggestion]:
    for time in cast.times:
        yield _suggestion(
            f"Number of rows over {time.said}",
            f"{time.quoted} holds dates: the number of rows in each period shows when things happened.",
            _plan("count", "line", time),
            (time,),
            0.8 * POSITION * POSITION,
        )


def _lines_by_category(cast: Cast) -> Iterator[Suggestion]:
    for time, category, measure in product(cast.times, _few(cast, MAX_LINES), cast.measures[:2]):
        operation, word = _operation(measure)
        yield _suggestion(
            f"{word} {measure.said} over {time.said} by {category.said}",
            f"{category.quoted} has only {category.distinct} values: a line for each compares their courses, "
            "told apart by hue, the best encoding of names after position.",
            {**_plan(operation, "line", time, measure), "group_by": [category.name]},
            (time, measure, category),
            (0.75 + 0.2 * cast.strength(category, measure)) * POSITION * POSITION * HUE,
        )


def _measure_by_category(cast: Cast) -> Iterator[Suggestion]:
    for category, measure in product(cast.categories, cast.measures):
        operation, word = _operation(measure)
        yield _suggestion(
            f"{word} {measure.said} by {category.said}",
            f"{category.quoted} holds categories and {measure.quoted} quantities: bars compare them by their "
            "length on a common scale.",
            _plan(operation, "bar", category, measure),
            (category, measure),
            (0.75 + 0.2 * cast.strength(category, measure)) * POSITION * LENGTH,
        )


def _rows_by_category(cast: Cast) -> Iterator[Suggestion]:
    for category in cast.categories:
        yield _suggestion(
            f"Number of rows by {category.said}",
            f"{category.quoted} holds {category.distinct} categories: bars show how often each occurs.",
            _plan("count", "bar", category),
            (category,),
            0.72 * POSITION * LENGTH,
        )


def _distribution(cast: Cast) -> Iterator[Suggestion]:
    for measure in cast.measures:
        yield _suggestion(
            f"Distribution of {measure.said}",
            f"{measure.quoted} holds quantities: a histogram shows where they lie, and which lie far out.",
            _plan("chart", "histogram", measure),
            (measure,),
            0.75 * POSITION * LENGTH,
        )


def _related_measures(cast: Cast) -> Iterator[Suggestion]:
    for first, second in combinations(cast.measures, 2):
        strength = cast.strength(first, second)
        found = f" that go together (|r| = {strength:.2f})" if strength else ""
        yield _suggestion(
            f"{readable(second.name)} against {first.said}",
            f"{first.quoted} and {second.quoted} hold quantities{found}: two positions show the relation of "
            "two quantities best.",
            _plan("chart", "scatter", first, second),
            (first, second),
            (0.5 + 0.45 * strength) * POSITION * POSITION,
        )


def _spread_by_category(cast: Cast) -> Iterator[Suggestion]:
    for category, measure in product(_few(cast, MAX_BOXES), cast.measures):
        yield _suggestion(
            f"Spread of {measure.said} by {category.said}",
            f"{measure.quoted} varies within each value of {category.quoted}: boxes compare medians and "
            "spread, which averages hide.",
            _plan("chart", "box", category, measure),
            (category, measure),
            (0.6 + 0.3 * cast.strength(category, measure)) * POSITION * POSITION,
        )


def _two_categories(cast: Cast) -> Iterator[Suggestion]:
    for first, second in combinations(cast.categories, 2):
        if cast.strength(first, second) > _SAME_THING:
            continue
        across, down = sorted((first, second), key=lambda each: -each.distinct)
        yield _suggestion(
            f"Number of rows by {across.said} and {down.said}",
            f"{across.quoted} and {down.quoted} hold categories: a grid shows how often each pair occurs; "
            "shade is read less exactly, but shows patterns over many cells.",
            _plan("count", "heatmap", across, down),
            (across, down),
            (0.85 + 0.15 * cast.strength(first, second)) * POSITION * POSITION * SHADE,
        )


def _on_a_map(cast: Cast) -> Iterator[Suggestion]:
    if cast.places:
        latitude, longitude = cast.places
        yield _suggestion(
            "Where the rows lie",
            f"{latitude.quoted} and {longitude.quoted} hold coordinates: positions show where the rows lie.",
            _plan("chart", "scatter", longitude, latitude),
            (longitude, latitude),
            0.85 * POSITION * POSITION,
        )


_RULES: tuple[Rule, ...] = (
    _over_time,
    _rows_over_time,
    _lines_by_category,
    _measure_by_category,
    _rows_by_category,
    _distribution,
    _related_measures,
    _spread_by_category,
    _two_categories,
    _on_a_map,
)


def _few(cast: Cast, most: int) -> list[Candidate]:
    return [category for category in cast.categories if category.distinct <= most]


def _operation(measure: Candidate) -> tuple[str, str]:
    """Quantities that add up are summed; a mean of the others says more than their sum."""
    return ("sum", "Total") if measure.adds_up else ("mean", "Average")


def _plan(operation: str, chart_type: str, x: Candidate, y: Candidate | None = None) -> dict[str, Any]:
    plan = {"operation": operation, "chart_type": chart_type, "x_axis": x.name}
    return {**plan, "y_axis": y.name} if y else plan


def _suggestion(
    title: str, reason: str, plan: dict[str, Any], columns: tuple[Candidate, ...], score: float
) -> Suggestion:
    names = tuple(column.name for column in columns)
    weight = geometric_mean([column.weight for column in columns])
    return Suggestion(title, reason, plan["chart_type"], names, plan, columns[0].distinct, score * weight)
