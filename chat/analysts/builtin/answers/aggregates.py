"""Figures over all the rows that are asked for, without a split: "how many", "average of", a share."""

from __future__ import annotations

from chat.analysts.builtin.columns import Role, Table
from chat.analysts.builtin.figures import escape, figure, percent
from chat.analysts.builtin.groupsql import Select, share_expression
from chat.analysts.builtin.intent import Aggregate, Intent, Measure
from chat.analysts.builtin.sql import aggregate, condition, where
from chat.analysts.builtin.step import Row, Step
from chat.analysts.builtin.wording import measure_name

NO_ROWS = "No rows match this, so there is nothing to compute."


def plan_single(intent: Intent, table: Table) -> list[Step]:
    """One row of figures."""
    return [_share(intent, table)] if intent.condition else [_figures(intent, table)]


def _figures(intent: Intent, table: Table) -> Step:
    select = Select()
    names = [
        select.add(aggregate(measure, table), measure_name(measure, table)) for measure in intent.measures
    ]
    left_out = {}
    for name in dict.fromkeys(
        m.column for m in intent.measures if m.column and m.aggregate is not Aggregate.COUNT
    ):
        left_out[name] = select.add(f"count(*) - count({table[name].sql})", f"rows without {name}")
    counted = intent.measures == (Measure(Aggregate.COUNT),)
    rows = names[0] if counted else select.add("count(*)", "rows")
    sql = f"{select}\nFROM data{where(intent.filters, table)}"

    def tell(found: list[Row]) -> list[str]:
        row = found[0]
        if not row[rows]:
            return ["No rows match this." if counted else NO_ROWS]
        said = [_sentence(m, row[n], table, intent) for m, n in zip(intent.measures, names, strict=True)]
        said += [_without(name, row[field]) for name, field in left_out.items() if row[field]]
        return [" ".join(said)]

    return Step(sql, tell)


def _sentence(measure: Measure, cell: object, table: Table, intent: Intent) -> str:
    column = table[measure.column] if measure.column else None
    if cell is None:
        return f"There is no value to compute the {escape(measure_name(measure, table))} from."
    if column is None:
        one = cell == 1
        what = "row matches" if one else "rows match"
        plain = "row" if one else "rows"
        return (
            f"**{figure(cell)}** {what}." if intent.filters else f"The file has **{figure(cell)}** {plain}."
        )
    if measure.aggregate is Aggregate.DISTINCT:
        noun = "different value" if cell == 1 else "different values"
        return f"{escape(column.name)} has **{figure(cell)}** {noun}."
    same_type = measure.aggregate in {Aggregate.MIN, Aggregate.MAX}
    shown = (
        _moment(cell)
        if column.role is Role.DATE
        else figure(cell, column if same_type else None, decimals=intent.decimals)
    )
    return f"The {escape(measure_name(measure, table))} is **{shown}**."


def _moment(cell: object) -> str:
    return escape(str(cell).replace("T", " ").removesuffix(" 00:00:00"))


def _without(name: str, cell: object) -> str:
    rows, were = ("row has", "was") if cell == 1 else ("rows have", "were")
    return f"{figure(cell)} {rows} no {escape(name)} and {were} left out."


def _share(intent: Intent, table: Table) -> Step:
    """A share with the two figures it is made of."""
    only = " AND ".join(condition(item, table) for item in intent.condition)
    select = Select()
    measure = intent.measures[0]
    part = select.add(aggregate(measure, table, only), f"{measure_name(measure, table)} that meets it")
    whole = select.add(aggregate(measure, table), measure_name(measure, table))
    share = select.add(share_expression(intent, table, only), "share in %")
    sql = f"{select}\nFROM data{where(intent.filters, table)}"

    def tell(found: list[Row]) -> list[str]:
        row = found[0]
        if row[share] is None:
            return [NO_ROWS]
        noun = "rows" if measure.column is None else f"{escape(measure.column)}"
        return [f"**{percent(row[share])}**: {figure(row[part] or 0)} of {figure(row[whole])} {noun}."]

    return Step(sql, tell)
