"""An intent in words: the line that tells how a question was read, and the names of figures."""

from __future__ import annotations

from collections.abc import Callable

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import escape, figure, listing
from chat.analysts.builtin.intent import (
    Aggregate,
    Filter,
    Grain,
    Group,
    Intent,
    Kept,
    Kind,
    Measure,
    Op,
    Period,
)
from chat.analysts.builtin.parsing.periods import MONTHS, WEEKDAYS
from chat.analysts.builtin.statisticwords import feature_words, statistic_words

AGGREGATE_WORDS = {
    Aggregate.COUNT: "number of rows",
    Aggregate.DISTINCT: "number of different values of {}",
    Aggregate.SUM: "total {}",
    Aggregate.MEAN: "average {}",
    Aggregate.MEDIAN: "median {}",
    Aggregate.MIN: "lowest {}",
    Aggregate.MAX: "highest {}",
    Aggregate.STD: "standard deviation of {}",
}


def measure_name(measure: Measure, table: Table) -> str:
    """`average price`, unescaped: it names result columns and axes, too."""
    column = table[measure.column] if measure.column else None
    if column and not column.is_number and measure.aggregate in {Aggregate.MIN, Aggregate.MAX}:
        return f"{'first' if measure.aggregate is Aggregate.MIN else 'last'} {column.name}"
    return AGGREGATE_WORDS[measure.aggregate].format(measure.column)


def group_name(group: Group) -> str:
    """`region`, or `order_date (month)`."""
    return f"{group.column} ({group.grain.value})" if group.grain else group.column


def _operand(value: object, table: Table, column: str, clean: Callable[[object], str]) -> str:
    if isinstance(value, Period):
        return clean(value.label)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value, table[column], whole=True) if not isinstance(value, str) else clean(value)


def filter_words(chosen: Filter, table: Table, clean: Callable[[object], str] = escape) -> str:
    """`price is over 100`, ready for prose; with `clean=str` for the title of a chart."""
    name = clean(chosen.column)
    if chosen.op in {Op.NULL, Op.NOT_NULL}:
        return f"{name} {chosen.op.value}"
    if chosen.op is Op.MONTH:
        months = [MONTHS[int(str(value)) - 1] for value in chosen.values]
        return f"{name} is in {listing(months, 'or')} of any year"
    if chosen.op is Op.WEEKDAY:
        return f"{name} is a {listing([WEEKDAYS[int(str(value)) - 1] for value in chosen.values], 'or')}"
    values = [_operand(value, table, chosen.column, clean) for value in chosen.values]
    if chosen.op is Op.BETWEEN:
        return f"{name} is between {values[0]} and {values[1]}"
    if chosen.op is Op.PERIOD and values[0].startswith(("after", "since", "before", "until")):
        return f"{name} is {listing(values, 'or')}"
    days = [
        value
        for value in chosen.values
        if isinstance(value, Period) and value.label[:4].isdigit() and value.grain is Grain.DAY
    ]
    if days:
        return f"{name} is {'not ' if chosen.op is Op.NOT_PERIOD else ''}on {listing(values, 'or')}"
    verb = (
        "is in" if chosen.op is Op.PERIOD else "is not in" if chosen.op is Op.NOT_PERIOD else chosen.op.value
    )
    verb = f"is {verb}" if chosen.op in {Op.GT, Op.GE, Op.LT, Op.LE} else verb
    return f"{name} {verb} {listing(values, 'or')}"


def having_words(intent: Intent, table: Table, clean: Callable[[object], str] = escape) -> str:
    """`total revenue over 7,500`, of each group."""
    return listing(
        [f"{clean(measure_name(h.measure, table))} {h.op.value} {figure(h.value)}" for h in intent.having]
    )


def where_words(filters: tuple[Filter, ...], table: Table) -> str:
    return listing([filter_words(item, table) for item in filters]) if filters else ""


def kept_words(kept: Kept | None, intent: Intent, table: Table) -> str:
    """What was taken over from the question before, as the end of the reading line."""
    if kept is None:
        return ""
    parts = [_subject(intent, table)] if kept.subject else []
    if kept.groups:
        parts.append("“by " + listing([_group_words(group) for group in kept.groups]) + "”")
    if kept.filters:
        parts.append(f"“where {where_words(kept.filters, table)}”")
    return f" From your question before I kept {listing(parts)}." if parts else ""


def reading(intent: Intent, table: Table, kept: Kept | None = None) -> str:
    """How the question was read, in one line of prose."""
    parts = [_subject(intent, table)]
    if intent.groups and intent.kind is not Kind.ROWS:
        parts.append(" by " + listing([_group_words(group) for group in intent.groups]))
    if intent.filters:
        lead = ", among rows where " if intent.condition else ", where "
        parts.append(lead + where_words(intent.filters, table))
    if intent.having:
        parts.append(f", of the groups with {having_words(intent, table)}")
    if intent.kind is Kind.ROWS and intent.order_by:
        ends = ("lowest", "highest") if table[intent.order_by].is_number else ("earliest", "latest")
        end = ends[intent.descending is not False]
        parts.append(f", {end} {escape(intent.order_by)} first")
    if intent.kind is Kind.AGGREGATE and intent.groups and (intent.limit or intent.descending is not None):
        end = "lowest" if intent.descending is False else "highest"
        parts.append(f", {end} first")
    if intent.features:
        parts.append(f", after {listing([feature_words(step) for step in intent.features])}")
    return f"How I read it: {''.join(parts)}.{kept_words(kept, intent, table)}"


def _group_words(group: Group) -> str:
    if group.grain is Grain.AUTO:
        return escape(group.column)
    if group.grain in {Grain.WEEKDAY, Grain.HOUR_OF_DAY}:
        return f"{group.grain.value} of {escape(group.column)}"
    return f"{group.grain.value} of {escape(group.column)}" if group.grain else escape(group.column)


def _subject(intent: Intent, table: Table) -> str:
    names = [escape(name) for name in intent.columns]
    about = f" of {listing(names)}" if names else ""
    pair = f" between {listing(names)}" if len(names) > 1 else ""
    if intent.kind is Kind.AGGREGATE:
        return _aggregate_subject(intent, table)
    if intent.kind is Kind.ROWS:
        kind = "a fixed random sample of the rows" if intent.sampled else "rows of the file"
        end = ", from its end" if intent.descending and not intent.order_by and not intent.filters else ""
        return f"{kind}{f', columns {listing(names)}' if names else ''}{end}"
    return {
        Kind.VALUES: f"the different values{about}",
        Kind.DISTRIBUTION: f"the distribution{about}",
        Kind.CORRELATION: f"the correlation{pair or about or ' of all numbers'}",
        Kind.OUTLIERS: f"the outliers{about or ' of the numeric columns'}",
        Kind.MISSING: f"the missing cells{about or ' of every column'}",
        Kind.DUPLICATES: "the rows that occur more than once",
        Kind.DESCRIBE: f"a description{about or ' of the file'}",
        Kind.COLUMNS: "the columns of the file",
        Kind.STATISTIC: statistic_words(intent),
    }[intent.kind]


def _aggregate_subject(intent: Intent, table: Table) -> str:
    words = listing([escape(measure_name(measure, table)) for measure in intent.measures])
    if intent.share and intent.condition:
        whole = "the rows" if intent.measures[0].column is None else words
        return (
            f"the share of {whole} where {where_words(intent.condition, table)}{',' if intent.groups else ''}"
        )
    return f"the share of the {words}" if intent.share else words
