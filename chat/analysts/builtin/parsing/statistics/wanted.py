"""The figures a question asks a statistic for: "report r and p", "give skewness and kurtosis"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern
from chat.analysts.builtin.parsing.statistics.settings import named

_OF = r"(?:\s+of\b)?"
METRICS: Mapping[str, re.Pattern[str]] = {
    "rmse": pattern(r"root[\s-]+mean[\s-]+squared?[\s-]+errors?(?:\s*\(?rmse\)?)?|\brmse\b"),
    "mse": pattern(r"mean[\s-]+squared?[\s-]+errors?(?:\s*\(?mse\)?)?|\bmse\b"),
    "mae": pattern(r"mean[\s-]+absolute[\s-]+errors?(?:\s*\(?mae\)?)?|\bmae\b"),
    "r2": pattern(
        r"(?:test\s+)?(?:r[\s-]?squared?\b|\br\^?2\b|\br²|coefficient\s+of\s+determination)"
        r"(?:\s*\(?(?:r\^?2|r²|r-squared)\)?)?(?:\s+(?:scores?|values?))?"),
    "accuracy": pattern(r"(?:test\s+|prediction\s+|classification\s+)?\baccura(?:cy|te)\b(?:\s+scores?)?"),
    "precision": pattern(r"\bprecision\b(?:\s+scores?)?"),
    "recall": pattern(r"\brecall\b(?:\s+scores?)?"),
    "f1": pattern(r"\bf1\b(?:[\s-]*(?:scores?|measure))?"),
    "roc_auc": pattern(r"\broc[\s-]*auc\b|\bauc(?:[\s-]*roc)?\b|area\s+under\s+the\s+(?:roc\s+)?curve"),
}  # fmt: skip
"""The metrics of the catalogue's `predict`."""
DESCRIPTIVE: Mapping[str, re.Pattern[str]] = {
    "skewness": pattern(rf"\bskew(?:ness)?\b(?:\s+coefficient)?{_OF}"),
    "kurtosis": pattern(rf"(?:excess\s+)?\bkurtosis\b{_OF}"),
    "variance": pattern(rf"\bvariances?\b{_OF}"),
    "mode": pattern(rf"\bmodes?\b{_OF}"),
    "iqr": pattern(rf"\biqr\b{_OF}|inter[\s-]*quartile\s+ranges?(?:\s*\(\s*iqr\s*\))?{_OF}"),
    "quantiles": pattern(rf"\b(?:quantiles?|percentiles?|quartiles?|deciles?)\b{_OF}"),
}
"""Figures that only `describe` gives."""
PLAIN: Mapping[str, re.Pattern[str]] = {
    "std": pattern(
        rf"\b(?:standard\s+deviations?|std(?:\.|\s+dev)?|stddev|sd)\b(?:\s*\(\s*(?:std|sd)\s*\))?{_OF}"
    ),
    "mean": pattern(rf"\b(?:arithmetic\s+)?(?:mean|average|avg)s?\b(?:\s+values?)?{_OF}"),
    "median": pattern(rf"\bmedians?\b(?:\s+values?)?{_OF}"),
    "min": pattern(rf"\b(?:minimum|min|lowest|smallest)\b(?:\s+values?)?{_OF}"),
    "max": pattern(rf"\b(?:maximum|max|highest|largest)\b(?:\s+values?)?{_OF}"),
    "range": pattern(rf"\brange\b{_OF}"),
    "count": pattern(rf"\bcount\b{_OF}"),
}
INFERENTIAL: Mapping[str, re.Pattern[str]] = {
    "statistic": pattern(r"(?:the\s+)?\b(?:[tfhuwz]|test|chi[\s-]*squared?|χ²)?[\s-]*(?:statistics?|"
                         r"stat)\b(?:\s+value)?"
                         r"|\b[tfhuwz][\s-]*(?:values?|scores?)\b"
                         r"|\b[tfhuwz]\b(?=\s*(?:,|&|and)\s*(?:the\s+)?(?:df\b|p\b|degrees))"
                         r"|(?<=\bp\sand\s)[tfhuwz]\b"),
    "coefficient": pattern(
        r"(?:the\s+)?(?:pearson'?s?\s+|correlation\s+)?\bcoefficients?\b(?!\s+of\s+(?:variation|"
        r"determination))"
        r"(?:\s*\(?\s*r\s*\)?(?!\w))?"
        r"|(?<=,\s)r\b|(?<=\breport\s)r\b|(?<=\bgive\s)r\b|\br\b(?=\s*(?:,|and)\s+(?:the\s+)?p\b)|"
        r"\br[\s-]values?\b"),
    "p_value": pattern(r"(?:the\s+|its\s+|their\s+|two-tailed\s+)?\bp[\s-]*values?\b|(?<=\band\s)p\b|"
                       r"\bp\b(?=\s+and\b)|(?<=,\s)p\b|(?<=[tfhuwzr]\s)p\b|(?<=\breport\s)p\b|(?<=\bgive\s)p\b"),
    "slope": pattern(r"(?:the\s+)?\bslopes?\b"),
    "intercept": pattern(r"(?:the\s+)?\bintercepts?\b"),
    "confidence_interval": pattern(r"(?:the\s+|its\s+|an?\s+)?(?:confidence\s+|prediction\s+)intervals?(?:\s*"
                                   r"\(\s*ci\s*\))?"
                                   r"|\bci\b(?:\s+of\s+the\s+(?:mean|difference|coefficient))?"),
    "effect_size": pattern(r"(?:the\s+|an?\s+)?\beffect\s+sizes?\b|cohen'?s?\s+d\b|eta[\s-]*squared|η²|"
                           r"hedges'?\s*g\b"),
    "odds_ratio": pattern(r"(?:the\s+)?\bodds\s+ratios?\b"),
    "df": pattern(r"(?:the\s+)?degrees\s+of\s+freedom|\bdf\b"),
    "silhouette": pattern(r"(?:the\s+)?silhouette(?:\s+(?:scores?|coefficient))?"),
    "centers": pattern(r"(?:cluster\s+)?(?:centres|centers|centroids|means)\b"),
    "cluster_sizes": pattern(r"(?:the\s+)?(?:cluster\s+)?sizes?\s+of\s+(?:each\s+)?clusters?|cluster\s+"
                             r"sizes?"),
    "cramers_v": pattern(r"(?:the\s+)?cram[eé]r'?s?\s*v\b"),
    "expected": pattern(r"(?:the\s+)?expected\s+(?:frequencies|counts)"),
    "vif": pattern(r"\bvifs?\b|variance\s+inflation\s+factors?|(?:multi)?collinearity"),
    "n": pattern(r"(?:the\s+)?(?:sample\s+size|number\s+of\s+(?:rows|observations)\s+used)"),
    "significance": pattern(
        r"(?:and\s+)?(?:(?:is|are|whether|if)\s+)?(?:it|this|they|that)?\s*(?:is\s+)?(?:statistically\s+)?"
        r"\bsignifican(?:t|ce|tly)\b(?:\s+or\s+not)?|or\s+not\b"),
    "adjusted_r2": pattern(r"(?:the\s+)?adjusted\s+r[\s-]?(?:squared|²|\^?2)"),
}  # fmt: skip
_QUANTILE = pattern(
    r"(?P<n>\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th)?\s*(?:-|\s)?(?:percentiles?|quantiles?)|"
    r"(?:quantiles?|percentiles?)\s*(?:of\s+|at\s+)?(?P<q>0?\.\d+)|(?P<p>0?\.\d+)\s+quantiles?"
)
_QUARTILES = {
    0.25: pattern(
        r"\b(?:first|1st|lower)(?:\s+quartiles?|(?=\s+and\s+(?:the\s+)?(?:third|3rd|upper)\s+quartile))|"
        r"\bq1\b"
    ),
    0.75: pattern(r"\b(?:third|3rd|upper)\s+quartiles?|\bq3\b"),
}
_LISTED = pattern(
    r"(?P<list>(?:\d{1,2}(?:th|st|nd|rd)\s*(?:,|and|\s)+)+)(?=\d{1,2}(?:th|st|nd|rd)\s+(?:percentile|"
    r"quantile))"
)


def read_quantiles(phrases: Phrases) -> list[float]:
    """“the 10th and 90th percentile", "quantile 0.9", "lower quartile": as fractions, in order."""
    found: list[float] = []
    while match := phrases.take(_LISTED):
        found += [int(number) / 100 for number in re.findall(r"\d+", match["list"])]
    while match := phrases.take(_QUANTILE):
        found.append(float(match["n"]) / 100 if match["n"] else float(match["q"] or match["p"]))
    for spot, phrase in _QUARTILES.items():
        if phrases.take_all(phrase):
            found.append(spot)
    return list(dict.fromkeys(found))


def read_wanted(phrases: Phrases) -> list[str]:
    """The figures of tests and models that the text names, in its order."""
    return named(INFERENTIAL, phrases)
