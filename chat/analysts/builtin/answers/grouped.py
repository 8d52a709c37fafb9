"""Figures by one or two groups: the query, the sentences over it and the chart that fits."""

from __future__ import annotations

from dataclasses import dataclass

from chat.analysts.builtin.answers.groupcharts import chart_title, draw
from chat.analysts.builtin.answers.incomplete import gaps, incomplete
from chat.analysts.builtin.columns import ColumnInfo, Role, Table
from chat.analysts.builtin.figures import as_number, escape, figure, listing, moment, percent
from chat.analysts.builtin.groupsql import GroupQuery, drops_missing, grouped
from chat.analysts.builtin.intent import Aggregate, Grain, Group, Intent
from chat.analysts.builtin.sql import is_time, resolve
from chat.analysts.builtin.step import Row, Step
from chat.analysts.builtin.wording import having_words, measure_name

_LISTED = 8
MISSING = "(missing)"
_TOP_LISTED = 12


@dataclass(frozen=True, slots=True)
class GroupedAnswer:
    """Everything the sentences about a grouped result are made from."""

    intent: Intent
    table: Table
    query: GroupQuery

    def value(self, row: Row, place: int = 0) -> str:
        """A group's figure, as text."""
        measure = self.intent.measures[place]
        column = self.table[measure.column] if measure.column else None
        extreme = measure.aggregate in {Aggregate.MIN, Aggregate.MAX}
        return figure(
            row[self.query.values[place]], column if extreme else None, decimals=self.intent.decimals
        )

    def label(self, row: Row) -> str:
        """A group's name: `North`, `March 2024`, `North / Tea`."""
        named = []
        for group, field in zip(self.intent.groups, self.query.groups, strict=True):
            cell = row[field]
            named.append(
                moment(cell, group.grain) if is_time(group) else group_label(cell, group, self.table)
            )
        return " / ".join(named)

    @property
    def key(self) -> str:
        """The column that ranks: a share under a condition ranks, not the figure it is made of."""
        return self.query.share if self.intent.condition and self.query.share else self.query.values[0]

    def full(self, row: Row) -> str:
        """The figures of a group in one phrase."""
        if self.query.share is None:
            shown = [self.value(row, place) for place in range(len(self.query.values))]
            if len(shown) == 1:
                return f"**{shown[0]}**"
            names = [escape(measure_name(measure, self.table)) for measure in self.intent.measures]
            return ", ".join(f"{name} **{cell}**" for name, cell in zip(names, shown, strict=True))
        return f"**{percent(row[self.query.share])}** ({self.value(row)})"

    @property
    def noun(self) -> str:
        if self.intent.share:
            return "share"
        return escape(measure_name(self.intent.measures[0], self.table))


def group_label(cell: object, group: Group, table: Table) -> str:
    """Bare numbers and yes/no get their column's name: `Age 50`, `returned yes`, `hour 20`."""
    column = table[group.column]
    if group.grain is Grain.HOUR_OF_DAY:
        return f"hour {figure(cell)}"
    if group.grain is None and column.role is Role.BOOLEAN:
        return f"{escape(column.name)} {({'true': 'yes', 'false': 'no'}).get(str(cell), escape(cell))}"
    shown = figure(cell, column)
    return f"{escape(column.name)} {shown}" if group.grain is None and column.is_number else shown


def plan_grouped(intent: Intent, table: Table) -> list[Step]:
    """One step; AUTO grains are settled first."""
    settled = resolve(intent, table)
    query = grouped(settled, table)
    answer = GroupedAnswer(settled, table, query)
    return [Step(query.sql, lambda rows: tell(answer, rows), lambda rows: draw(settled, table, query, rows))]


def tell(answer: GroupedAnswer, rows: list[Row]) -> list[str]:
    """The sentences: what leads, what trails, how it moved, and what is not shown."""
    if answer.intent.having:
        return _passing(answer, rows)
    if not rows:
        return ["No rows match this, so there are no groups to show."]
    known = [row for row in rows if row[answer.key] is not None]
    if not known:
        return [f"There is no value to compute the {answer.noun} from in any of these groups."]
    said = _body(answer, known)
    return [*said, *_remarks(answer, rows, len(known))]


def _passing(answer: GroupedAnswer, rows: list[Row]) -> list[str]:
    """How many groups meet the conditions, and which."""
    intent = answer.intent
    name, wanted = escape(intent.groups[0].column), having_words(intent, answer.table)
    if not rows:
        return [f"No value of {name} has {wanted}."]
    count = rows[0][answer.query.total_groups or ""]
    noun = f"value of {name} has" if count == 1 else f"values of {name} have"
    said = [f"**{figure(count)}** {noun} {wanted}:\n{_bullets(answer, rows[:_TOP_LISTED])}"]
    if len(rows) > _TOP_LISTED:
        said.append("These are the first of them.")
    left_out = _left_out(answer)
    return [*said, *([left_out] if left_out else [])]


def _body(answer: GroupedAnswer, rows: list[Row]) -> list[str]:
    intent = answer.intent
    if len(rows) > 1 and intent.limit is None and not intent.share and _all_equal(answer, rows):
        where = "wherever there are rows" if is_time(intent.groups[0]) else "everywhere"
        return [f"The {answer.noun} is the same {where}: {answer.full(rows[0])}."]
    if intent.limit == 1:
        return [_winner(answer, rows)]
    if intent.limit:
        return [_headed(answer, rows[:_TOP_LISTED]), *_tie(answer, rows)]
    short = len(rows) <= _LISTED and len(answer.query.values) > 1
    if is_time(intent.groups[0]) and len(intent.groups) == 1 and not (intent.share or short):
        return [_over_time(answer, rows)]
    if len(rows) <= _LISTED:
        ordered = rows if intent.groups[0].grain else _ranked(answer, rows)
        return [_headed(answer, ordered)]
    return [_ends(answer, rows)]


def _all_equal(answer: GroupedAnswer, rows: list[Row]) -> bool:
    return len(answer.query.values) == 1 and len({str(row[answer.key]) for row in rows}) == 1


def _headed(answer: GroupedAnswer, rows: list[Row]) -> str:
    title = chart_title(answer.intent, answer.table)
    return f"{escape(title[:1].upper() + title[1:])}:\n{_bullets(answer, rows)}"


def _bullets(answer: GroupedAnswer, rows: list[Row]) -> str:
    return "\n".join(f"- {answer.label(row)}: {answer.full(row)}" for row in rows)


def _ranked(answer: GroupedAnswer, rows: list[Row]) -> list[Row]:
    """Highest first, where the query's own order is another one."""
    if any(as_number(row[answer.key]) is None for row in rows) or answer.intent.descending is not None:
        return rows
    return sorted(rows, key=lambda row: -(as_number(row[answer.key]) or 0))


def _winner(answer: GroupedAnswer, rows: list[Row]) -> str:
    end = "lowest" if answer.intent.descending is False else "highest"
    superlative = f"{end} {answer.noun.removeprefix(f'{end} ')}"
    if len(rows) > 1:
        shown = [answer.label(row) for row in rows[:_LISTED]]
        names = listing([*shown, "others"] if len(rows) > _LISTED else shown)
        return f"A tie: {names} share the {superlative}, {answer.full(rows[0])}."
    return f"**{answer.label(rows[0])}** has the {superlative}: {answer.full(rows[0])}."


def _tie(answer: GroupedAnswer, rows: list[Row]) -> list[str]:
    """With ties the ranking holds more groups than were asked for."""
    limit = answer.intent.limit or 0
    if len(rows) <= limit:
        return []
    last = rows[limit - 1][answer.key]
    names = [answer.label(row) for row in rows if row[answer.key] == last]
    return [f"{listing(names[:_LISTED])} are tied, so there are more groups here than you asked for."]


def _ends(answer: GroupedAnswer, rows: list[Row]) -> str:
    """The highest and the lowest of many; only the highest where the tail was cut off."""
    ordered = [row for row in _ranked(answer, rows) if MISSING not in row.values()] or rows
    first, last = ordered[0], ordered[-1]
    if first[answer.key] == last[answer.key] and not _is_cut(answer, rows):
        return f"The {answer.noun} is the same in every group: **{answer.value(first)}**."
    ascending = answer.intent.descending is False
    top, bottom = (last, first) if ascending else (first, last)
    noun = answer.noun.removeprefix("highest ").removeprefix("lowest ")
    said = f"Highest {noun}: **{answer.label(top)}** with {answer.full(top)}."
    if _is_cut(answer, rows) and not ascending:
        return said
    return f"{said} Lowest: **{answer.label(bottom)}** with {answer.full(bottom)}."


def _over_time(answer: GroupedAnswer, rows: list[Row]) -> str:
    first, last = rows[0], rows[-1]
    if len(rows) == 1:
        return f"All rows fall into {answer.label(first)}: {answer.full(first)}."
    within = {Grain.DAY: "on", Grain.HOUR: "at"}.get(answer.intent.groups[0].grain or Grain.AUTO, "in")
    start, end = (f"{answer.full(row)} {within} {answer.label(row)}" for row in (first, last))
    said = f"From {start} to {end}"
    change = as_number(last[answer.query.change]) if answer.query.change else None
    if change is not None:
        said += (
            f", {'up' if change > 0 else 'down'} {percent(abs(change))}" if change else ", no change overall"
        )
    ordered = _ranked(answer, rows)
    top, bottom = ordered[0], ordered[-1]
    if as_number(top[answer.key]) is None or top[answer.key] == bottom[answer.key]:
        return said + "."
    highest = f"Highest {within} {answer.label(top)} ({answer.value(top)})"
    extremes = f" {highest}, lowest {within} {answer.label(bottom)}"
    return f"{said}.{extremes} ({answer.value(bottom)})."


def _is_cut(answer: GroupedAnswer, rows: list[Row]) -> bool:
    total = answer.query.total_groups
    return bool(total and rows and int(rows[0][total]) > len(rows))


def _remarks(answer: GroupedAnswer, rows: list[Row], known: int) -> list[str]:
    said = []
    if _is_cut(answer, rows):
        newest = answer.intent.groups[0].grain in {Grain.DAY, Grain.WEEK, Grain.HOUR}
        which = "the most recent ones" if newest else "those that come first in this order"
        said.append(
            f"There are {figure(rows[0][answer.query.total_groups or ''])} groups in all; I show {which}."
        )
    if answer.query.narrowed:
        said.append("There are more groups than can be shown side by side: I kept the largest ones.")
    if known < len(rows):
        said.append("Groups without any value are left out of these sentences.")
    notes = [_periods(answer, rows), _left_out(answer)]
    return [*said, *(note for note in notes if note)]


def _periods(answer: GroupedAnswer, rows: list[Row]) -> str | None:
    """For figures over time: whether the last one covers its whole period, and none is left out."""
    intent, group = answer.intent, answer.intent.groups[0]
    if not is_time(group) or intent.limit:
        return None
    starts = {str(row[answer.query.groups[0]]) for row in rows}
    notes = [incomplete(answer.table[group.column], group.grain, max(starts)), gaps(group.grain, starts)]
    return " ".join(note for note in notes if note) or None


def _left_out(answer: GroupedAnswer) -> str | None:
    """Cells that averages ignored and dates that are missing, counted by the profile."""
    names = [m.column for m in answer.intent.measures if m.column and m.aggregate is not Aggregate.COUNT]
    groups = answer.intent.groups
    names += [group.column for group in groups if drops_missing(group, answer.intent, answer.table)]
    holes = [answer.table[name] for name in dict.fromkeys(names) if answer.table[name].missing]
    if not holes:
        return None
    return " ".join(_hole(column, whole=not answer.intent.filters) for column in holes)


def _hole(column: ColumnInfo, *, whole: bool) -> str:
    noun = "date" if column.role is Role.DATE else "value"
    if whole:
        rows, are = ("row has", "is") if column.missing == 1 else ("rows have", "are")
        return (
            f"{figure(column.missing)} {rows} no {noun} in {escape(column.name)} and {are} not part of this."
        )
    return f"Rows without a {noun} in {escape(column.name)} are not part of this."
