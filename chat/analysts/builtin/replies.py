"""What is said when there is nothing to compute: help, thanks, and questions that can't be read."""

from __future__ import annotations

from chat.analysts.builtin.columns import Table
from chat.analysts.builtin.figures import MAX_MESSAGE, escape, listing
from chat.analysts.builtin.lexicon import Tag
from chat.analysts.builtin.overview import kinds
from chat.analysts.builtin.parsing.reader import Reading
from chat.analysts.builtin.suggestions import suggest

EXAMPLES = 5


def examples(table: Table, own: tuple[str, ...] = ()) -> str:
    """Questions that work for this file, as a list."""
    questions = tuple(dict.fromkeys([*own, *suggest(table, count=EXAMPLES)]))[:EXAMPLES]
    return "For example:\n" + "\n".join(f"- {question}" for question in questions)


def small_talk(tag: Tag, table: Table) -> list[str]:
    """Greetings and thanks in a line; help at more length."""
    if tag is Tag.THANKS:
        return ["You're welcome. Ask on whenever you like."]
    about = (
        f"I answer questions about {escape(table.filename)} by rule: counts, totals, averages, medians and "
        "shares, by one or two columns or over time, with filters, rankings, distributions, correlations, "
        "outliers and missing cells; tests of significance and of normality, regressions, predictions, "
        "trends, forecasts and clusters. You can ask several things at once and say in which form you "
        "want the answer. You can refer to your last question (“and by month?”) or write SQL over "
        "the view data."
    )
    return (["Hello!", about] if tag is Tag.GREETING else [about]) + [examples(table)]


def declined(reading: Reading, table: Table) -> list[str]:
    """Why the question was not answered, and what could be asked instead."""
    reasons = [problem.text for problem in reading.problems]
    if reading.foreign:
        reasons = ["I read questions in English only."]
    if not reasons:
        reasons = ["I could not read that as a question about this file."]
    told = " ".join(reasons)
    unread = tuple(word for word in reading.unread if word not in told)
    if unread and not reading.foreign:
        reasons.append(unread_words(unread).replace("did not use", "don't know"))
    own = tuple(option for problem in reading.problems for option in problem.options if len(option) <= 200)
    return [" ".join(dict.fromkeys(reasons)), examples(table, tuple(map(escape_option, own)))]


def escape_option(option: str) -> str:
    """An option repeats the question, so it goes out as inert text."""
    return escape(option, MAX_MESSAGE)


def unread_words(words: tuple[str, ...]) -> str:
    named = listing([f"“{escape(word)}”" for word in words[:6]])
    return f"I did not use the word{'s' if len(words) > 1 else ''} {named}."


def columns_of(table: Table) -> list[str]:
    """The columns by kind, and an example of what to ask of them."""
    return ["\n".join(kinds(table))]
