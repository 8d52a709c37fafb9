"""Settings of a statistic that a question states: levels, thresholds, splits, seeds, methods.

`read_settings` takes them from the text by name, whichever operation they belong to; what the
operation does not have is reported by `reader`, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern
from chat.analysts.builtin.wordlists import NUMBER_WORDS
from engine.results import JsonValue

Settings = dict[str, JsonValue]
_NUM = r"(?P<n>\d+(?:\.\d+)?|\.\d+)"
_IS = r"\s*(?:=|==|:|is|of|at|to|set\s+to|was|as|equal\s+to|equals)?\s*"
_COUNT = r"(?P<n>\d+|" + "|".join(NUMBER_WORDS) + ")"


def _value(text: str, *, percent: bool = False) -> float:
    value = float(text) if text.replace(".", "", 1).isdigit() else float(NUMBER_WORDS[text.casefold()])
    return value / 100 if percent else value


def _level(match: re.Match[str]) -> float:
    return _value(match["n"], percent="%" in match.group() or "percent" in match.group().casefold())


def _alpha(match: re.Match[str]) -> Settings:
    return {"alpha": _level(match)}


def _confidence(match: re.Match[str]) -> Settings:
    value = _value(match["n"])
    return {"confidence": value / 100 if value > 1 else value}


def _test_size(match: re.Match[str]) -> Settings:
    value = _value(match["n"])
    return {"test_size": round(value / 100 if value >= 1 else value, 6)}


def _train_size(match: re.Match[str]) -> Settings:
    value = _value(match["n"])
    return {"test_size": round(1 - (value / 100 if value >= 1 else value), 6)}


def _split(match: re.Match[str]) -> Settings:
    """“70/30”, "80-20", "0.8:0.2": the larger part trains, whichever is said first."""
    first, second = float(match["a"]), float(match["b"])
    return {"test_size": round(min(first, second) / (first + second), 6)}


def _whole(name: str) -> Callable[[re.Match[str]], Settings]:
    return lambda match: {name: int(_value(match["n"]))}


def _fixed(**settings: JsonValue) -> Callable[[re.Match[str]], Settings]:
    return lambda _: dict(settings)


def _forecast_steps(match: re.Match[str]) -> Settings:
    """“the next 6 months”, "next quarter", "for 30 days"."""
    unit = match["unit"].casefold().rstrip("s")
    steps: Settings = {"periods": int(_value(match["n"])) if match["n"] else 1}
    if unit not in {"period", "step", "point", "value"}:
        steps["grain"] = unit
    return steps


_UNIT = (
    r"(?P<unit>seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|periods?|steps?|points?|"
    r"values?)"
)
_LEVEL = (
    r"(?:level\s+of\s+significance|significance(?:\s+level)?(?:\s*\(\s*(?:alpha|α)\s*\))?|alpha(?:\s+"
    r"level)?|α)"
)
_P = r"(?:a\s+)?p(?:\s*-?\s*values?)?"

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Settings]], ...] = (
    (pattern(
        rf"(?:(?:use|using|with|at|assume|assuming|considering|consider|set|under|on|and|by|for)\s+)?"
        rf"(?:the\s+|an?\s+)?(?:standard\s+|common\s+|usual\s+)?\(?{_LEVEL}{_IS}"
        rf"(?:the\s+)?(?<![\w.]){_NUM}(?:\s*%)?(?!\d)(?:\s+level)?\)?"), _alpha),
    (pattern(
        rf"(?:at|on|with|using)\s+(?:the\s+|an?\s+)?{_NUM}\s*(?:%|percent)?\s*(?:significance\s+level|"
        rf"level\s+of\s+significance|significance|alpha|level(?!\s+of\s+confidence))"), _alpha),
    (pattern(
        rf"(?:where|when|if|i\.?e\.?|with|consider(?:ed|ing)?|and)?\s*(?:the\s+)?{_P}\s*"
        rf"(?:<=|<|≤|less\s+than|below|under|is\s+(?:less\s+than|below|smaller\s+than)|smaller\s+than)\s*"
        rf"(?P<n>0?\.\d+)(?:\s+(?:is|as|to\s+be|means|indicates?|implies|be|are)\s+"
        rf"(?:considered\s+)?(?:statistically\s+)?(?:significant|significance))?"), _alpha),
    (pattern(
        rf"(?:(?:with|using|at|and|give|report|compute|include|including)\s+)?(?:the\s+|its\s+|an?\s+)?"
        rf"{_NUM}\s*(?:%|percent)?\s*-?\s*(?:confidence|ci\b|level\s+of\s+confidence|prediction\s+intervals?)"
        rf"(?:\s+(?:levels?|intervals?))?"), _confidence),
    (pattern(rf"confidence(?:\s+level)?{_IS}(?P<n>\d+(?:\.\d+)?)\s*%?"), _confidence),
    (pattern(r"(?:using|with|by|on|as|into|in|use|and|apply(?:ing)?|after|split(?:ting)?)?\s*(?:the\s+|an?\s+"
             r")?"
        r"(?:data(?:set)?\s+)?(?:into\s+)?(?:an?\s+)?(?P<a>\d{2}|0?\.\d+)\s*%?\s*(?:/|:|-|–|\sto\s|\s)\s*"
        r"(?P<b>\d{2}|0?\.\d+)\s*%?\s*(?:random\s+)?"
        r"(?:(?:train(?:ing)?|test(?:ing)?|hold-?out)(?:\s*(?:/|-|–|and|:)?\s*(?:train(?:ing)?|"
        r"test(?:ing)?))?"
        r"(?:\s+(?:sets?|data))?\s*)?(?:split|ratio|partition|proportion|sets?)(?:\s+(?:of|for)\s+"
        r"(?:train(?:ing)?|test(?:ing)?)(?:\s*(?:/|and|-)\s*(?:train(?:ing)?|test(?:ing)?))?"
        r"(?:\s+(?:sets?|data))?)?"), _split),
    (pattern(r"(?:split|divide|partition)(?:ting|ing)?\s+(?:the\s+)?(?:data(?:set)?|rows)?\s*(?:into\s+|"
             r"with\s+|using\s+)?"
        r"(?:an?\s+)?(?:train(?:ing)?\s*(?:/|-|and)?\s*test(?:ing)?\s*(?:sets?|parts?)?\s*)?"
        r"(?:in\s+|with\s+|using\s+|at\s+)?(?:an?\s+)?(?:ratio\s+(?:of\s+)?)?"
        r"(?P<a>\d{2}|0?\.\d+)\s*%?\s*(?:/|:|-|–|\sto\s)\s*(?P<b>\d{2}|0?\.\d+)\s*%?"
        r"(?:\s+(?:for|into))?(?:\s*(?:train(?:ing)?|test(?:ing)?)(?:\s*(?:/|and|-)\s*"
        r"(?:train(?:ing)?|test(?:ing)?))?(?:\s+(?:sets?|parts?|data))?)?(?:\s+(?:ratio|split))?"), _split),
    (pattern(r"(?:with\s+|using\s+|use\s+|in\s+)?(?:an?\s+|the\s+)?(?P<a>\d{2})\s*%\s*(?:of\s+the\s+(?:data|"
             r"rows)\s+)?"
        r"(?:for\s+|as\s+)?(?:the\s+)?(?:train(?:ing)?)(?:\s+(?:set|data|part))?\s*(?:,|and|/)*\s*"
        r"(?:the\s+(?:remaining|other)\s+)?(?P<b>\d{2})\s*%\s*"
        r"(?:for\s+|as\s+)?(?:the\s+)?(?:test(?:ing)?|validation)(?:\s+(?:set|data|part))?"), _split),
    (pattern(rf"test[_\s-]*(?:size|share|set\s+size|fraction|proportion){_IS}{_NUM}\s*%?"), _test_size),
    (pattern(rf"train(?:ing)?[_\s-]*(?:size|share|set\s+size|fraction|proportion){_IS}{_NUM}\s*"
             rf"%?"), _train_size),
    (pattern(rf"(?:with\s+|and\s+)?{_NUM}\s*%\s+(?:of\s+the\s+(?:data|rows)\s+)?(?:for|as|held\s+out\s+for|"
             rf"kept\s+for)\s+"
        r"(?:the\s+)?test(?:ing)?(?:\s+(?:set|data|part))?"), _test_size),
    (pattern(rf"(?:with\s+|and\s+|train\s+on\s+)?{_NUM}\s*%\s+(?:of\s+the\s+(?:data|rows)\s*)?(?:(?:for|as)\s+"
             rf"(?:the\s+)?"
        r"train(?:ing)?(?:\s+(?:set|data|part))?)"), _train_size),
    (pattern(rf"(?:(?:with|using|use|set|and)\s+)?(?:an?\s+|the\s+)?random[_\s-]*(?:state|seed){_IS}{_NUM}"),
        _whole("random_state")),
    (pattern(rf"(?:(?:with|using|use|set|and)\s+)?(?:an?\s+|the\s+"
             rf")?seed{_IS}{_NUM}"), _whole("random_state")),
    (pattern(rf"(?:the\s+)?(?:absolute\s+)?(?:threshold|cut-?off){_IS}(?:\+/-|±)?\s*{_NUM}"),
        lambda match: {"threshold": _value(match["n"])}),
    (pattern(rf"(?:max(?:imum)?[_\s-]*depth){_IS}{_NUM}"), _whole("max_depth")),
    (pattern(rf"(?:n[_\s-]*estimators|number\s+of\s+trees){_IS}{_NUM}"), _whole("n_estimators")),
    (pattern(rf"(?:with\s+)?{_COUNT}\s+trees"), _whole("n_estimators")),
    (pattern(rf"(?:n[_\s-]*neighbou?rs|\bk){_IS}(?<=[=:\s]){_NUM}"), _whole("n_neighbors")),
    (pattern(rf"(?:with\s+|using\s+)?(?:the\s+)?{_COUNT}\s+(?:nearest\s+"
             rf")?neighbou?rs"), _whole("n_neighbors")),
    (pattern(rf"(?:for|over|of|in)?\s*(?:the\s+)?(?:next|coming|following|upcoming|future)\s+(?:{_COUNT}\s+"
             rf")?{_UNIT}\b"),
        _forecast_steps),
    (pattern(rf"(?:for\s+)?{_COUNT}\s*-?\s*{_UNIT}\s+(?:ahead|into\s+the\s+future|in\s+advance|out|from\s+"
             rf"now)"),
        _forecast_steps),
    (pattern(rf"(?:a\s+)?{_COUNT}\s*-\s*{_UNIT}\b"), _forecast_steps),
    (pattern(rf"(?:with\s+|using\s+)?(?:an?\s+)?(?:season(?:al)?[_\s-]*(?:length|period)|seasonality\s+"
             rf"of){_IS}{_NUM}"),
        _whole("season_length")),
    (pattern(r"one[\s-]*(?:sided|tailed)\s*(?:test\s*)?\(?\s*(?:greater|upper|right)\)?|alternative\s*(?:=|"
             r"is|:)?\s*"
        r"['\"]?greater['\"]?"), _fixed(alternative="greater")),
    (pattern(r"one[\s-]*(?:sided|tailed)\s*(?:test\s*)?\(?\s*(?:less|lower|left)\)?|alternative\s*(?:=|is|"
             r":)?\s*"
        r"['\"]?less['\"]?"), _fixed(alternative="less")),
    (pattern(r"(?:greater|larger|higher)\s+than\s+(?:zero\b|0(?![.\d]))"), _fixed(alternative="greater")),
    (pattern(r"(?:less|smaller|lower)\s+than\s+(?:zero\b|0(?![.\d]))"), _fixed(alternative="less")),
    (pattern(r"(?:an?\s+|as\s+an?\s+)?two[\s-]*(?:sided|tailed)|alternative\s*(?:=|is|:)?\s*"
             r"['\"]?two-sided['\"]?"),
        _fixed(alternative="two-sided")),
    (pattern(r"(?:with\s+|using\s+)?(?:the\s+)?bonferroni(?:[\s-]+correct(?:ed|"
             r"ion))?"), _fixed(correction="bonferroni")),
    (pattern(r"(?:with\s+|using\s+)?(?:the\s+)?holm(?:[\s-]+correct(?:ed|ion))?"), _fixed(correction="holm")),
    (pattern(r"(?:with\s+|using\s+)?(?:the\s+)?benjamini[\s-]*hochberg(?:[\s-]+correct(?:ed|ion))?|\bfdr\b"),
        _fixed(correction="fdr_bh")),
    (pattern(r"(?:with\s+|using\s+|use\s+)?(?:the\s+)?population\s+(?=(?:standard\s+deviation|std|variance|"
             r"sd)\b)"
        r"|\bddof\s*=\s*0\b"), _fixed(population=True)),
    (pattern(r"(?:with\s+|using\s+|use\s+)?(?:the\s+)?sample\s+(?=(?:standard\s+deviation|std|variance|sd)\b)"
        r"|\bddof\s*=\s*1\b"), _fixed(population=False)),
    (pattern(r"(?:with(?:out)?\s+|no\s+)(?:yates'?\s*|the\s+)?continuity\s+correction"),
        lambda match: {"continuity_correction": not match.group().casefold().startswith(("without", "no"))}),
    (pattern(r"without\s+(?:scaling|standardi[sz](?:ing|ation))(?:\s+(?:the\s+)?(?:columns?|features?))?"),
        _fixed(standardize=False)),
    (pattern(r"(?:after|with|using)\s+(?:scaling|standardi[sz](?:ing|ation|ed))(?:\s+(?:of\s+)?(?:the\s+)?"
        r"(?:columns?|features?|data|predictors?|variables?))?"), _fixed(standardize=True)),
)  # fmt: skip

_GRAINS: dict[str, JsonValue] = {
    "hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter",
    "yearly": "year", "annual": "year", "annually": "year",
}  # fmt: skip
_ADVERB = pattern(rf"(?P<grain>{'|'.join(_GRAINS)})\b")
_CLUSTERS = (
    pattern(rf"(?:into|with|using|find|in)?\s*\b{_COUNT}\s+(?:clusters?|groups?|segments?)"),
    pattern(rf"(?:number\s+of\s+clusters|n[_\s-]*clusters|clusters){_IS}{_NUM}"),
    pattern(r"(?:with\s+|and\s+)?\bk\s*=\s*(?P<n>\d+)"),
)
_FACTOR = pattern(
    r"(?:with|using|at|and)\s+(?:an?\s+|the\s+)?(?:(?:multiplier|factor|coefficient|k|value)\s*(?:of|=)?\s*)?"
    rf"{_NUM}(?!\s*(?:%|decimal))(?:\s+(?:as\s+(?:the\s+)?)?(?:multiplier|factor))?"
)
"""“the IQR method with 1.5": the number that such a method takes."""
_THRESHOLDS = (
    pattern(
        r"(?:absolute\s+|\|)?(?:modified\s+)?z[\s-]*scores?\|?\s+(?:with\s+)?(?:an?\s+)?(?:absolute\s+value\s+"
        r")?"
        r"(?:>=|>|≥|above|over|greater\s+than|more\s+than|exceeding|exceeds|beyond|larger\s+than|of\s+more\s+"
        r"than)"
        rf"\s*(?:\+/-|±)?\s*{_NUM}(?:\s+or\s+(?:<|less\s+than|below|under)\s*-\s*\d+(?:\.\d+)?)?"
    ),
    pattern(
        rf"(?:(?:more|greater|further|farther)\s+than|beyond|over|above|>)\s+{_NUM}\s+"
        r"(?:standard\s+deviations?|std|sds?|sigmas?|σ)(?:\s+(?:away\s+)?(?:from|of|off)\s+(?:the\s+"
        r")?(?:mean|average))?"
    ),
    pattern(rf"{_NUM}\s*(?:\*|×|x|times)\s*(?:the\s+)?(?:iqr|interquartile\s+range)(?:\s+rule)?"),
)


_ASKED_ABOVE = pattern(
    rf"how\s+many\s+(?:are\s+|is\s+|lie\s+|have\s+one\s+)?(?:above|over|beyond|exceed(?:ing)?)\s+{_NUM}(?!\s*\w)"
)
"""Beside a z-score, a bare "how many above 3" is about the score."""


def read_settings(phrases: Phrases) -> Settings:
    """Every stated setting by its name in the catalogue; of two statements the first stands."""
    found: Settings = {}
    for rule, meaning in _RULES:
        while match := phrases.take(rule):
            for name, value in meaning(match).items():
                found.setdefault(name, value)
    return found


def read_grain(phrases: Phrases, stated: Settings) -> None:
    """“forecast monthly sales”: the step of a series, unless the horizon names another one."""
    match = phrases.find(_ADVERB)
    grain = _GRAINS[match["grain"].casefold()] if match else None
    if match and stated.setdefault("grain", grain) == grain:
        phrases.blank(match.span())


def read_clusters(phrases: Phrases) -> Settings:
    for rule in _CLUSTERS:
        if match := phrases.take(rule):
            return {"clusters": int(_value(match["n"]))}
    return {}


def read_threshold(phrases: Phrases) -> Settings:
    """“z-score > 3”, "more than 2 standard deviations from the mean", "1.5 × IQR"."""
    for rule, method in zip(_THRESHOLDS, ("zscore", "zscore", "iqr"), strict=True):
        if match := phrases.take(rule):
            modified = "modified" in match.group().casefold()
            return {"method": "modified_zscore" if modified else method, "threshold": _value(match["n"])}
    if match := phrases.take(_ASKED_ABOVE):
        return {"threshold": _value(match["n"])}
    return {}


def read_factor(phrases: Phrases) -> Settings:
    match = phrases.take(_FACTOR)
    return {"threshold": _value(match["n"])} if match else {}


def named(choices: Mapping[str, re.Pattern[str]], phrases: Phrases) -> list[str]:
    """Which of some named things the text speaks of, in the text's order; their phrases are taken."""
    found: dict[str, int] = {}
    for name, phrase in choices.items():
        while match := phrases.take(phrase):
            found[name] = min(found.get(name, match.start()), match.start())
    return sorted(found, key=found.__getitem__)
