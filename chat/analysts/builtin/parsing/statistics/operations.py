"""Which statistic a question asks for, by the names people and textbooks give it.

Rules are tried in order, the more particular first; the words that named the operation are taken
from the text. What the words only hint at ("relationship" between two categories) is settled by
`roles`, which knows the columns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern
from chat.analysts.builtin.parsing.statistics.variances import OF_MEANS, spread
from engine.results import JsonValue

_SIGNIFICANT = r"(?:statistical(?:ly)?\s+)?significan(?:tly|ce|t)"


@dataclass(slots=True)
class Asked:
    """An operation of the statistics' catalogue with the parameters that its own words imply."""

    operation: str
    parameters: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """`needs` names the operation; `also` are further words of it, taken when it is the one."""

    operation: str
    needs: re.Pattern[str]
    also: tuple[re.Pattern[str], ...] = ()
    parameters: Mapping[str, JsonValue] = field(default_factory=dict)
    keep: str = ""
    """A group of the pattern that stays in the text, because it tells which column plays which part."""
    unless: re.Pattern[str] | None = None
    """Words beside which this is not what is asked for."""


_MODEL_VERB = (
    r"(?:(?:please\s+)?(?:train|fit|run|build|perform|do|use|using|with|apply|create|develop|implement|make|"
    r"construct|conduct|carry\s+out|by|via|through)(?:ing)?\s+)?(?:an?\s+|the\s+)?"
)
_MODEL_END = r"(?:\s+(?:model|analysis|algorithm|classifier|regressor|models))?"


def _model(name: str) -> re.Pattern[str]:
    return pattern(
        _MODEL_VERB
        + rf"(?:simple\s+|multiple\s+|multivariate\s+|ordinary\s+|binary\s+|basic\s+)*{name}{_MODEL_END}"
    )


_TEST = r"(?:\s*(?:['’]s|s)?[\s-]*(?:tests?|statistics?|analysis))?"
_DO = (
    r"(?:(?:using|use|with|by|via|perform|performing|conduct|conducting|run|running|do|apply|applying|"
    r"through|"
    r"according\s+to|calculate|carry\s+out)\s+)?(?:an?\s+|the\s+)?"
)


def _test(name: str) -> re.Pattern[str]:
    return pattern(
        rf"{_DO}(?:independent[\s-]+)?(?:{name}){_TEST}(?:\s+(?:for|of|to\s+check|to\s+test)(?=\s+"
        rf"(?:whether|if)\b))?"
    )


METHODS: Mapping[str, re.Pattern[str]] = {
    "pearson": pattern(rf"{_DO}pearson(?:'?s)?(?:\s+r\b)?(?:\s+(?:product[\s-]*moment\s+)?(?=correl|coeff|"
                       rf"method|r\b)|\b)(?:method\b)?"),
    "spearman": pattern(
        rf"{_DO}spearman(?:'?s)?(?:\s+rank(?:[\s-]+order)?)?(?:\s+rho|\s+(?=correl|coeff|method)|"
        rf"\b)(?:method\b)?|"
        rf"{_DO}rank\s+(?=correl)"),
    "kendall": pattern(rf"{_DO}kendall(?:'?s)?(?:\s+rank)?(?:\s+tau(?:-b)?|\s+(?=correl|coeff|method)|"
                       rf"\b)(?:method\b)?"),
}  # fmt: skip
NORMALITY: Mapping[str, re.Pattern[str]] = {
    "shapiro": _test(r"shapiro(?:[\s–-]*wilks?)?"),
    "dagostino": _test(r"d['’]?agostino(?:[\s–-]*(?:and\s+)?pearson)?(?:'?s)?(?:\s+k[\s-]*squared)?"),
    "anderson": _test(r"anderson(?:[\s–-]*darling)?"),
    "lilliefors": _test(r"lill?iefors"),
    "kolmogorov_smirnov": _test(r"kolmogorov(?:[\s–-]*smirnov)?|k[\s–-]?s(?=\s+test)"),
}
_CORRELATED = pattern(
    r"(?:linear\s+|rank\s+|monotonic\s+)?(?:correlation(?:\s+(?:coefficients?|analysis))?|correlations|"
    r"correlated|correlates?)\b"
)
_NORMAL = pattern(
    r"(?:(?:normally|gaussian)\s+distributed|normal(?:ly)?(?=\s+at\b)|(?:come|drawn|sampled|comes)\s+from\s+"
    r"a\s+normal\s+distribution|"
    r"(?:follow|follows|following|have|has|adheres?\s+to|approximates?)\s+(?:an?\s+)?(?:approximately\s+"
    r")?(?:normal|gaussian)\s+distribution|"
    r"(?:tests?|testing|check|assess)?\s*(?:for\s+|of\s+|the\s+)?normality(?:\s+tests?)?|(?:normal|"
    r"gaussian)\s+distribution|"
    r"distribution\b[^.?!]{0,80}\b(?P<kept>)(?:is\s+)?normal(?:ly)?(?:\s+distributed)?|"
    r"normal(?=\s*(?:\?|$|[,.(]))|distributed\s+normally|deviates?\s+from\s+normality)"
)
_DIFFER = pattern(
    rf"(?:a\s+|any\s+)?{_SIGNIFICANT}(?:ly)?\s+(?:mean\s+)?(?:differen(?:ce|ces|t|tly)|differs?|higher|"
    rf"lower|greater|effect)|"
    rf"differs?\s+{_SIGNIFICANT}|(?:mean\s+)?differences?\b[^.?!]{{0,120}}?\b(?P<kept>)(?:is\s+|are\s+"
    rf")?{_SIGNIFICANT}"
)
CLUSTER_WORDS = pattern(
    rf"{_DO}k[\s-]*means(?:\s+cluster(?:ing|s)?)?(?:\s+(?:analysis|algorithm))?|"
    r"(?:into\s+)?(?:similar\s+)?(?:cluster|segment)(?:s|ing|ed)?\b(?:\s+analysis)?|into\s+(?:similar\s+"
    r")?groups"
)
RULES: tuple[Rule, ...] = (
    Rule("predict", _model(r"random[\s-]+forests?"), parameters={"model": "random_forest"}),
    Rule("predict", _model(r"decision[\s-]+trees?"), parameters={"model": "decision_tree"}),
    Rule("predict", _model(r"(?:k[\s-]*nearest[\s-]+neighbou?rs?(?:\s*\(?\s*k-?nn\s*\)?)?|k-?nn)"),
         parameters={"model": "k_nearest_neighbours"}),
    Rule("predict", _model(r"ridge(?:\s+regression)?"), parameters={"model": "ridge"}),
    Rule("logistic_regression", _model(r"logistic\s+(?:regression|model|regressions)|logit\b")),
    Rule("linear_regression", _model(r"(?:linear\s+|least[\s-]+squares\s+|ols\s+)*(?:least[\s-]+squares\s+"
                                     r")?regression(?:\s+line)?")),
    Rule("linear_regression", pattern(r"(?:an?\s+)?(?:linear\s+model|ordinary\s+least\s+squares|\bols\b|"
                                      r"best[\s-]+fit(?:ting)?\s+line)")),
    Rule("linear_regression", pattern(r"\bregress(?:ing)?\b")),
    Rule("linear_regression", pattern(r"how\s+(?:do|does|much\s+does)\b(?=.*\bdepends?\s+on\b.*\band\b)")),
    Rule("forecast", pattern(r"(?:an?\s+|the\s+)?(?:forecast(?:s|ed|ing)?|extrapolat\w+|outlook)(?:\s+(?:of|"
                             r"for)\b)?")),
    Rule("forecast", pattern(
        r"\b(?:predict|project|estimate|expect)(?:ed|s|ing)?\b(?=[^.?!]*\b(?:next|coming|following|upcoming|"
        r"future|ahead)\b)")),
    Rule("seasonality", pattern(
        r"(?:(?:is\s+there|are\s+there|detect|find|test\s+for)\s+)?(?:an?\s+|any\s+)?(?:clear\s+|strong\s+)?"
        r"(?:seasonal(?:ity)?\s+(?:patterns?|decomposition|strength|effects?|component)|\bstl\b|season\s+"
        r"length|"
        r"(?<=is\sthere\s)seasonality|(?<=any\s)seasonality|(?<=how\sstrong\sis\sthe\s)seasonality|"
        r"(?<=for\s)seasonality|seasonal(?=\s*\?))")),
    Rule("trend", pattern(
        rf"(?:is\s+there\s+)?(?:an?\s+|any\s+)?(?:{_SIGNIFICANT}\s+|upward\s+|downward\s+|rising\s+|falling\s+"
        rf"|linear\s+|"
        r"increasing\s+|decreasing\s+|monotonic\s+)+(?:or\s+(?:upward|downward|rising|falling|increasing|"
        r"decreasing)\s+)?trends?(?:\s+(?:in|of|for)\b)?|"
        r"mann[\s–-]*kendall(?:\s+(?:trend\s+)?test)?|theil[\s–-]*sen(?:\s+slope)?|is\s+there\s+an?\s+"
        r"trend(?:\s+(?:in|of|for)\b)?|"
        rf"(?:ris(?:e|ing)|fall(?:ing)?|increas(?:e|ing)|decreas(?:e|ing)|grow(?:ing)?|declin(?:e|ing))\s+"
        rf"{_SIGNIFICANT}|"
        rf"{_SIGNIFICANT}\s+(?:ris(?:e|ing)|fall(?:ing)?|increas(?:e|ing)|decreas(?:e|ing)|grow(?:ing)?|"
        rf"declin(?:e|ing))"),
        also=(pattern(r"over\s+time"), pattern(r"\btest\b"))),
    Rule("cluster", pattern(r"k[\s-]*means|(?:cluster|segment)(?:s|ing|ed)?\b"), keep="all"),
    Rule("partial_correlation", pattern(r"(?:the\s+)?partial\s+correlation(?:\s+"
                                        r"coefficients?)?"), also=(_CORRELATED,)),
    Rule("partial_correlation", pattern(
        r"(?:correlation(?:\s+coefficient)?|correlated|relationship|related)\b(?=.*\b(?:control|adjust|"
        r"account|holding|removing|partial)\w*\b)"),
        also=(_CORRELATED,)),
    Rule("correlation_matrix", pattern(
        r"(?:(?:the\s+)?correlation\s+matrix|pairwise\s+correlations?|all\s+(?:pairwise\s+)?correlations|"
        r"correlations?\s+(?:between|among|of|for)\s+all\s+(?:the\s+)?(?:numeric(?:al)?\s+)?(?:columns|"
        r"variables|features|numbers))"
        r"(?:\s+of\s+all(?:\s+(?:numeric(?:al)?\s+)?(?:columns|variables|features|numbers))?)?"),
        also=(_CORRELATED, pattern(r"(?:all\s+)?(?:the\s+)?numeric(?:al)?\s+(?:columns|variables|"
                                   r"features)"))),
    Rule("compare_variances", _test(r"levene|brown[\s–-]*forsythe"), parameters={"method": "levene"},
         also=(pattern(r"(?:the\s+)?(?:homogeneity|equality)\s+of\s+(?:the\s+)?variances?|equal\s+"
                       r"variances?|homoscedasticity"),)),
    Rule("compare_variances", _test(r"bartlett"), parameters={"method": "bartlett"},
         also=(pattern(r"(?:the\s+)?(?:homogeneity|equality)\s+of\s+(?:the\s+)?variances?|equal\s+"
                       r"variances?|homoscedasticity"),)),
    Rule("compare_variances", _test(r"mood"), parameters={"method": "mood"}),
    Rule("compare_variances", pattern(
        r"(?:(?:the\s+)?(?:homogeneity|equality)\s+of\s+(?:the\s+)?variances?|homoscedastic(?:ity)?|equal\s+"
        r"variances?|"
        rf"variances?\b(?=[^.?!]*\b(?:equal|differ|{_SIGNIFICANT}|the\s+same|homogeneous))|differ(?:ent)?\s+"
        rf"in\s+(?:variance|spread))"), unless=OF_MEANS),
    Rule("contingency", _test(
        r"chi[\s-]*squared?(?:\s+(?:test\s+)?(?:of\s+|for\s+)independence)?|(?:χ|chi)\s*[²2]"),
         parameters={"method": "chi_square"}),
    Rule("contingency", _test(r"fisher(?:'?s)?(?:\s+exact)?"), parameters={"method": "fisher"}),
    Rule("contingency", _test(r"(?:cochran[\s–-]*)?mantel[\s–-]*haenszel"),
         parameters={"method": "mantel_haenszel"}),
    Rule("contingency", pattern(r"(?:the\s+)?cram[eé]r(?:'?s)?(?:\s*v\b)?|contingency\s+(?:table|analysis)")),
    Rule("one_sample", pattern(rf"{_DO}(?:one|1)[\s-]*sample\s+(?:student['’]?s?\s+)?"
                               r"(?:t[\s-]*tests?|tests?)")),
    Rule("compare_columns", pattern(rf"{_DO}(?:paired|dependent)[\s-]*(?:samples?\s+)?(?:student['’]?s?\s+"
                                    rf")?(?:t[\s-]*tests?|tests?)"),
         parameters={"method": "paired_t"}),
    Rule("compare_columns", _test(r"wilcoxon(?:\s+signed[\s-]*ranks?)"), parameters={"method": "wilcoxon"}),
    Rule("compare_groups", _test(r"mann[\s–-]*whitney(?:[\s–-]*wilcoxon)?(?:\s*u)?|wilcoxon\s+rank[\s-]*sum|"
                                 r"u(?=[\s-]+test)"),
         parameters={"method": "mann_whitney"}),
    Rule("compare_groups", _test(r"kruskal(?:[\s–-]*wallis)?(?:\s*h\b)?"), parameters={"method": "kruskal"}),
    Rule("compare_groups", _test(r"welch(?:'?s)?\s+(?:anova|analysis\s+of\s+"
                                 r"variance)"), parameters={"method": "welch_anova"}),
    Rule("compare_groups", _test(r"(?:one[\s-]*way\s+)?(?:anova|analysis\s+of\s+"
                                 r"variance)"), parameters={"method": "anova"}),
    Rule("compare_groups", _test(r"(?:two[\s-]*sample\s+)?(?:unequal[\s-]variances?\s+)?welch(?:'?s)?(?:\s+"
                                 r"t)?"), parameters={"method": "welch"}),
    Rule("compare_groups", _test(r"two[\s-]*sample\s+(?:kolmogorov[\s–-]*smirnov|"
                                 r"k[\s–-]?s)"), parameters={"method": "ks"}),
    Rule("compare_groups", pattern(
        rf"{_DO}(?:(?:independent|two|unpaired|2)[\s-]*(?:samples?\s+)?)*(?:student['’]?s?\s+"
        rf")?(?<![\w-])t[\s-]*tests?"),
         parameters={"method": "t"}),
    Rule("normality", pattern(
        r"(?:shapiro|agostino|anderson|lill?iefors|kolmogorov(?:[\s–-]*smirnov)?|\bk[\s–-]?s\s+test)"
        r"(?=.*\bnormal)|normal.*\bkolmogorov"), keep="all"),
    Rule("normality", pattern(r"(?:shapiro|agostino|anderson[\s–-]*darling|lill?iefors)"), keep="all"),
    Rule("normality", _NORMAL),
    Rule("one_sample", pattern(
        rf"(?:{_SIGNIFICANT}\s+)?(?:different|differs?)\s+(?:{_SIGNIFICANT}\s+)?(?=from\s+-?\d)|"
        rf"{_SIGNIFICANT}\s+(?P<more>higher|greater|larger|bigger|more|lower|less|smaller|below|above)\s+"
        rf"(?=than\s+-?\d)")),
    Rule("outliers", pattern(
        r"(?:more|further|farther)\s+than\s+\d+(?:\.\d+)?\s+(?:standard\s+deviations?|sigmas?)|"
        r"z[\s-]*scores?\s*(?:>|above|over)"), keep="all"),
    Rule("compare_groups", _DIFFER),
    Rule("contingency", pattern(
        rf"(?:an?\s+|any\s+)?{_SIGNIFICANT}\s+(?:association|dependen(?:ce|t)|associated)|(?:statistically\s+"
        rf")?independent\s+of")),
    Rule("compare_groups", pattern(
        r"(?:an?\s+|any\s+)?differ(?:s|ences?|ent)?\b(?=.*\b(?:[tf][\s-]*(?:statistics?|values?)|"
        r"p[\s-]*values?|statistically)\b)")),
    Rule("predict", pattern(r"(?:can\s+(?:we|you|i|one)\s+)?predict(?:ing|ion\s+of)?\b(?=\s.*\b(?:from|"
                            r"using|based|given)\b)"), keep="all"),
    Rule("linear_regression", pattern(r"explain(?:ing)?\b(?=\s.*\b(?:from|using|with)\b)"), keep="all"),
    Rule("correlation", pattern(r"(?:pearson|spearman|kendall)(?:'s)?\b"), keep="all"),
)  # fmt: skip

_RELATED = pattern(r"(?:correlat\w*|(?:linear\s+)?relationships?|related|association|associated)\b")
_TESTED = pattern(
    rf"\bp(?:\s*[=<]|[\s-]*values?\b)|{_SIGNIFICANT}|\bis\s+there\s+an?\b|\bare\b[^.?!]*\bcorrelated\b|"
    r"confidence\s+intervals?|\balpha\b|\bpearson|\bspearman|\bkendall|\br\s+and\s+p\b|"
    r"(?:one|two)[\s-]*(?:sided|tailed)"
)
_OUTLYING = pattern(
    r"(?:an?\s+|any\s+|the\s+)?(?:outl(?:ier|ying)s?(?:\s+values?)?|anomal(?:y|ies)|extreme\s+values?)\b(?:\s+"
    r"detection)?"
)
_OUTLIER_METHOD = pattern(
    r"z[\s-]*scores?|\biqr\b|interquartile|tukey|standard\s+deviations?|\bsigmas?\b|\bmad\b|median\s+absolute"
)
OUTLIER_METHODS: Mapping[str, re.Pattern[str]] = {
    "modified_zscore": pattern(
        rf"{_DO}modified\s+z[\s-]*scores?(?:\s+(?:method|rule|approach))?|{_DO}(?:mad|median\s+absolute\s+"
        rf"deviation)\b"
        r"(?:\s+(?:method|rule))?"),
    "zscore": pattern(rf"{_DO}z[\s-]*scores?(?:\s+(?:method|rule|approach))?"),
    "iqr": pattern(
        rf"{_DO}(?:(?:iqr|tukey(?:'?s)?|inter[\s-]*quartile[\s-]+range)(?:\s*\(\s*iqr\s*\))?)"
        r"(?:\s+(?:method|rule|approach|fences?|criterion))?"),
}  # fmt: skip


def recognise(phrases: Phrases) -> Asked | None:
    """The statistic asked for, its words taken from the text; None for a question of another kind."""
    for rule in RULES:
        match = phrases.find(rule.needs)
        if match is None or (rule.unless is not None and phrases.find(rule.unless)):
            continue
        if not rule.keep:
            phrases.blank(_naming(match))
            phrases.take_all(rule.needs, *rule.also)
        parameters = {**rule.parameters, **_direction(match)}
        if rule.operation == "compare_groups":
            parameters |= spread(phrases, str(parameters.get("method", "")))
        return Asked(rule.operation, parameters)
    if phrases.find(_OUTLYING) and phrases.find(_OUTLIER_METHOD):
        phrases.take_all(_OUTLYING)
        return Asked("outliers")
    if phrases.find(_RELATED) and phrases.find(_TESTED):
        phrases.take_all(_CORRELATED)
        return Asked("correlation")
    return None


def _direction(match: re.Match[str]) -> dict[str, JsonValue]:
    """“significantly higher than 65” is a one-sided question."""
    word = (match.groupdict().get("more") or "").casefold()
    if not word:
        return {}
    return {"alternative": "less" if word in {"lower", "less", "smaller", "below"} else "greater"}


def _naming(match: re.Match[str]) -> tuple[int, int]:
    """The words that name the operation: from the group `kept`, where the pattern looks further back."""
    if "kept" in match.re.groupindex and match["kept"] is not None:
        return match.start("kept"), match.end()
    return match.span()
