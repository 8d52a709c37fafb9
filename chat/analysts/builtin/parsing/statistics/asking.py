"""What is asked of a statistic: the operation, its settings, the figures wanted – from words alone.

Which columns it is about comes later; here is decided what the words for the method, the metrics
and the figures amount to, and which of them the operation does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chat.analysts.builtin.intent import Statistic
from chat.analysts.builtin.parsing.statistics import settings, wanted
from chat.analysts.builtin.parsing.statistics.operations import (
    CLUSTER_WORDS,
    METHODS,
    NORMALITY,
    OUTLIER_METHODS,
    Asked,
    recognise,
)
from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern
from engine.results import JsonValue
from engine.statistics.catalogue import OPERATIONS

_CORRELATIONS = {"correlation", "partial_correlation", "correlation_matrix"}
_TRAINED = pattern(
    r"(?:\btrain(?:ed|ing)?\b|\btest(?:ing)?\b)(?:\s*(?:/|-|and)?\s*(?:train(?:ing)?|test(?:ing)?))?\s*"
    r"(?:sets?|data|parts?|split)?"
)
_NOT_GROUP = pattern(
    r"(?:and|or|vs\.?|versus|from|than)\s+(?:the\s+|those\s+|ones\s+|people\s+|passengers\s+)*(?:who|that|"
    r"which)?\s*"
    r"(?:did\s*n[o'’]t|were\s*n[o'’]t|are\s*n[o'’]t|have\s*n[o'’]t|do\s*n[o'’]t|not|non)\b[-\s]*(?:survive|"
    r"return)?\w*"
)
_VALUE = pattern(
    r"(?:against|versus|vs\.?|with|to|from|than|=|is|of|equals?)\s*(?:an?\s+|the\s+)?(?:(?:hypothesi[sz]ed|"
    r"population|known|test)\s+)?"
    r"(?:mean\s+|value\s+|average\s+)?(?:of\s+|=\s*|is\s+)?(?P<n>-?\d+(?:\.\d+)?)(?!\s*%)"
)


@dataclass(slots=True)
class Ask:
    """An operation with what its words settle; `methods` hold more than one where several were named."""

    asked: Asked
    wanted: list[str]
    methods: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problem: str = ""
    conditions_on_flags: bool = True

    def variants(self, found: Statistic) -> Iterator[Statistic]:
        """One statistic for each method that was named."""
        if len(self.methods) < 2:
            yield found
            return
        for method in self.methods:
            yield replace(found, parameters={**found.parameters, "method": method})


def understand(phrases: Phrases) -> Ask | None:
    """The statistic that the text asks for; its words are taken. None for any other question."""
    asked = recognise(phrases) or _descriptive(phrases)
    if asked is None:
        return None
    ask = Ask(asked, [])
    if asked.operation == "describe":
        _read_describe(phrases, ask)
    stated = settings.read_clusters(phrases) if asked.operation == "cluster" else {}
    stated |= settings.read_settings(phrases)
    if ask.asked.operation in _SERIES:
        settings.read_grain(phrases, stated)
    _read_methods(phrases, ask, stated)
    _read_metrics(phrases, ask, stated)
    ask.wanted += wanted.read_wanted(phrases)
    if ask.asked.operation in {"compare_groups", "compare_variances"} and phrases.take(_NOT_GROUP):
        ask.conditions_on_flags = False
    _settle(ask, stated)
    return ask


def _descriptive(phrases: Phrases) -> Asked | None:
    """Figures that only a description has, or a deviation over n instead of n − 1."""
    only = any(phrases.find(phrase) for phrase in wanted.DESCRIPTIVE.values())
    plain = [name for name, phrase in wanted.PLAIN.items() if phrases.find(phrase)]
    if only or ("std" in plain and phrases.find(_POPULATION)) or ("range" in plain and len(plain) > 1):
        return Asked("describe")
    return None


_SERIES = {"forecast", "trend", "seasonality"}
_POPULATION = pattern(r"\bpopulation\b|\bddof\b")


def _read_describe(phrases: Phrases, ask: Ask) -> None:
    stated = settings.read_settings(phrases)
    quantiles = wanted.read_quantiles(phrases)
    figures = {**wanted.DESCRIPTIVE, **wanted.PLAIN}
    ask.wanted += settings.named(figures, phrases)
    if quantiles:
        stated["quantiles"] = list(quantiles)
        ask.wanted += ["quantiles"] if "quantiles" not in ask.wanted else []
    ask.asked.parameters.update(stated)


def _read_methods(phrases: Phrases, ask: Ask, stated: settings.Settings) -> None:
    operation = ask.asked.operation
    if operation in _CORRELATIONS:
        ask.methods = settings.named(METHODS, phrases)
        if ask.methods:
            stated.setdefault("method", ask.methods[0])
    elif operation == "normality":
        methods = settings.named(NORMALITY, phrases)
        phrases.take_all(_NORMAL_WORDS)
        if methods:
            stated["methods"] = list(methods)
    elif operation == "outliers":
        stated.update({**settings.read_threshold(phrases), **stated})
        methods = settings.named(OUTLIER_METHODS, phrases)
        if methods and "method" not in stated:
            stated["method"] = methods[0]
        if methods and "threshold" not in stated:
            stated.update(settings.read_factor(phrases))
    elif operation == "cluster":
        phrases.take_all(CLUSTER_WORDS)
    elif operation == "one_sample" and "value" not in ask.asked.parameters:
        _read_value(phrases, ask)


_NORMAL_WORDS = pattern(
    r"(?:(?:is|are|be|whether|if|come|comes|check|test|determine|assess)\s+)*(?:normally\s+distributed|"
    r"normality|(?:normal|gaussian)\s+distribution|"
    r"normal(?:ly)?\b|gaussian|distribution\b(?:\s+of\b)?|distributed\b|(?:follow|adhere|conform)s?(?:\s+"
    r"to)?(?:\s+an?)?\b)(?:\s+or\s+not)?"
)


def _read_value(phrases: Phrases, ask: Ask) -> None:
    match = phrases.take(_VALUE)
    if match is None:
        ask.problem = "A one-sample test needs the value to compare with: “… against 30”."
    else:
        ask.asked.parameters["value"] = float(match["n"])


def _read_metrics(phrases: Phrases, ask: Ask, stated: settings.Settings) -> None:
    """A regression that is to be measured on a test part is a prediction."""
    operation = ask.asked.operation
    if operation not in {"predict", "linear_regression", "logistic_regression"}:
        return
    metrics: list[JsonValue] = list(settings.named(wanted.METRICS, phrases))
    measured = [name for name in metrics if name != "r2"]
    trained = phrases.take_all(_TRAINED)
    if operation != "predict" and (measured or "test_size" in stated or (trained and metrics)):
        model = "linear" if operation == "linear_regression" else "logistic"
        ask.asked = Asked("predict", {"model": model})
    if ask.asked.operation == "predict" and metrics:
        stated["metrics"] = metrics
    ask.wanted += [str(name) for name in metrics]
    if ask.asked.operation == "predict" and "test_size" not in stated:
        ask.notes.append("You named no split, so a quarter of the rows was kept for testing.")


def _settle(ask: Ask, stated: settings.Settings) -> None:
    """The operation's own words stand before what was stated; a setting it lacks is said."""
    known = {parameter.name for parameter in OPERATIONS[ask.asked.operation].parameters}
    given = {**stated, **ask.asked.parameters}
    foreign = [name for name in given if name not in known]
    ask.asked.parameters = {name: value for name, value in given.items() if name in known}
    spoken = [name.replace("_", " ") for name in foreign if name not in _IGNORABLE]
    if spoken:
        title = OPERATIONS[ask.asked.operation].title.lower()
        ask.problem = f"I can't use the {' and the '.join(spoken)} you named with {title}."


_IGNORABLE = {"alpha", "population", "alternative"} - {"alternative"}
"""Settings that change nothing where the operation lacks them: there is no test to decide."""
