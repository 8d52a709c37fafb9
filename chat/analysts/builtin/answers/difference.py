"""The difference of two groups: "how many more orders has West than East", "growth from 2023 to 2024"."""

from __future__ import annotations

from dataclasses import replace

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure, percent
from chat.analysts.builtin.groupsql import Select
from chat.analysts.builtin.intent import Filter, Intent, Measure, Operand, Period
from chat.analysts.builtin.sql import aggregate, condition, where
from chat.analysts.builtin.step import Row, Step
from chat.analysts.builtin.wording import measure_name


def plan_difference(intent: Intent, table: Table) -> list[Step]:
    """One step for each figure. For an intent with a `pair`."""
    return [_subtracted(measure, intent, table) for measure in intent.measures]


def _subtracted(measure: Measure, intent: Intent, table: Table) -> Step:
    """First minus second, of two periods the later one minus the earlier; in % of what is subtracted."""
    pair = intent.pair
    assert pair is not None
    first, second = _ordered(pair)
    left, right = (aggregate(measure, table, condition(item, table)) for item in (first, second))
    select = Select()
    select.add(left, label(first))
    select.add(right, label(second))
    value = select.add(f"{left} - {right}", "difference")
    relative = f"100.0 * ({left} - {right})::DOUBLE / nullif(abs(({right})::DOUBLE), 0)"
    share = select.add(relative, "difference in %")
    others = tuple(item for item in intent.filters if item is not pair)
    name = escape(measure_name(measure, table))

    def tell(rows: list[Row]) -> list[str]:
        if rows[0][value] is None:
            return [f"One of the two has no {name}, so there is no difference."]
        said = f"The {name} for {escape(label(first))} minus that for {escape(label(second))}"
        of = (
            f" (**{percent(rows[0][share])}** of {escape(label(second))})"
            if rows[0][share] is not None
            else ""
        )
        return [f"{said} is **{figure(rows[0][value])}**{of}."]

    return Step(f"{select}\nFROM data{where(others, table)}", tell)


def _ordered(pair: Filter) -> tuple[Filter, Filter]:
    values: list[Operand] = list(pair.values)
    if all(isinstance(value, Period) and value.start for value in values):
        values.sort(key=lambda value: str(value.start) if isinstance(value, Period) else "", reverse=True)
    first, second = (replace(pair, values=(value,)) for value in values)
    return first, second


def label(chosen: Filter) -> str:
    """What one side is called: the value itself, or the period."""
    value = chosen.values[0]
    return value.label if isinstance(value, Period) else str(value)
