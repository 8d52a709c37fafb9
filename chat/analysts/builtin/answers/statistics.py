"""A statistic in sentences: its own reading first, then the figures asked for, then what to know of it.

Every figure said is a cell of the outcome's tables, rounded; nothing is computed here.
"""

from __future__ import annotations

from chat.analysts.base import AnalysisDetails
from chat.analysts.builtin.answers.caveats import caveats
from chat.analysts.builtin.answers.plans import Plan
from chat.analysts.builtin.figures import as_number, escape, figure
from chat.analysts.builtin.intent import Intent
from chat.analysts.builtin.requests.facts import Fact, facts_of
from chat.analysts.builtin.requests.form import Form
from chat.analysts.builtin.requests.numbers import shown
from engine.results import QueryResult

MAX_READING = 600
MAX_LINES = 12
_P_SMALL = 0.001


def tell(plan: Plan, intent: Intent, result: QueryResult, details: AnalysisDetails, form: Form) -> list[str]:
    """Paragraphs over one outcome."""
    said = [escape(details.reading, MAX_READING)] if details.reading else _plain(plan, result, form)
    if intent.statistic is not None and intent.statistic.wanted:
        said += _asked(intent.statistic.wanted, result, details, form)
    said.append(" ".join(escape(item, MAX_READING) for item in caveats(details)))
    if result.truncated:
        said.append("The result was too large to show in full.")
    return said


def _plain(plan: Plan, result: QueryResult, form: Form) -> list[str]:
    """An aggregation: the figure itself, or a line for each of the first groups."""
    heads = len(plan.get("group_by", []))
    if not result.rows:
        return ["No rows match this, so there is nothing to compute."]
    name = result.column_names[heads].replace("std of", "standard deviation of")
    if not heads:
        cell = result.rows[0][0]
        if cell is None:
            return [f"There is no value to compute the {escape(name)} from."]
        return [f"The {escape(name)} is **{shown(cell, form)}**."]
    lines = [
        f"- {', '.join(figure(cell) for cell in row[:heads])}: **{shown(row[heads], form)}**"
        for row in result.rows[:MAX_LINES]
    ]
    more = ["The table shows all groups."] if len(result.rows) > MAX_LINES else []
    return [f"The {escape(name)}:\n" + "\n".join(lines), *more]


def _asked(wanted: tuple[str, ...], result: QueryResult, details: AnalysisDetails, form: Form) -> list[str]:
    """The figures asked for by name, as a list; what the result does not have is said."""
    found = facts_of(result, details)
    lines: list[str] = []
    missing: list[str] = []
    for name in wanted:
        if name == "significance":
            continue
        facts = [fact for fact in found if fact.answers(name)]
        facts = [fact for fact in facts if fact.first] or facts
        lines += [_line(fact, form) for fact in facts[:MAX_LINES]]
        if not facts:
            missing.append(name.replace("_", " "))
    said = ["The figures you asked for:\n" + "\n".join(dict.fromkeys(lines))] if lines else []
    if missing:
        said.append(f"This result has no {' and no '.join(missing)}.")
    return said


def _line(fact: Fact, form: Form) -> str:
    named = escape(_named(fact))
    value = as_number(fact.value)
    if fact.figure.startswith("p_") and value is not None and value < _P_SMALL and form.decimals is None:
        return f"- {named}: **{value:.3g}**"
    return f"- {named}: **{shown(fact.value, form)}**"


def _named(fact: Fact) -> str:
    """`p-value`, `coefficient of Age`, `intercept`: the figure and what its row is about."""
    if fact.figure == "coefficient" and fact.owner:
        return "intercept" if fact.is_intercept else f"coefficient of {fact.owner}"
    return f"{fact.name} ({fact.owner})" if fact.owner else fact.name
