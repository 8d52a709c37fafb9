"""Statistics in the field's notation: "t(964.6) = 7.53, p < .001, d = 0.41", "R² of 0.37", "M ± SD".

A symbol says which column a figure is from, whatever the sentence is about, so such a figure is held
against these columns alone. The notation is that of the APA's manual (7th edition, section 6.44).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chat.grounding.lexer import Written
from chat.grounding.lexicon import word_set

Relation = Literal["=", "<", ">", "df"]

_STATISTIC = ("statistic", "t", "z", "f_statistic", "t_value", "z_value")
SQUARED = ("r_squared", "r2", "eta_squared")
CORRELATION = ("coefficient", "r", "rho", "tau", "correlation", "pearson", "spearman", "kendall")
FREEDOM = ("df", "df_between", "df_within", "residual_degrees_of_freedom")
# Each kind of symbol with the columns that hold it; a case that matters is written out.
KINDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "p": (
        r"(?:(?:[Aa]djusted |[Cc]orrected )?p|[pP][- ]?[vV]alues?|[pP]-?[wW]erte?|P)",
        ("p_value", "f_p_value", "p_adjusted", "p"),
    ),
    "r": (r"(?:[Pp]earson(?:['’]s)? r|r|ρ|τ|rho|tau|r_?s)", (*CORRELATION, "rank_biserial")),
    "squared": (r"(?:[Aa]djusted )?[Rr](?:²|2|-squared| squared|\^2)", (*SQUARED, "adjusted_r_squared")),
    "eta": (r"(?:η²|η2|eta[- ]squared|ω²|ε²)", ("eta_squared", "omega_squared", "epsilon_squared")),
    "d": (r"(?:Cohen['’]?s d|d)", ("cohens_d",)),
    "g": (r"(?:Hedges['’]?s? g|g)", ("hedges_g",)),
    "V": (r"(?:Cram[ée]r['’]?s V|V|φ)", ("cramers_v",)),
    "df": (r"(?:df|degrees of freedom|Freiheitsgrade)", FREEDOM),
    "SD": (r"(?:SDs?|σ)", ("std", "sd", "std_dev", "stddev")),
    "SE": (r"SE", ("std_error", "error", "se")),
    "M": (r"M", ("mean", "avg")),
    "t": (r"(?:t|z|F|W|U|H|D|A²?|χ²|χ2|[Cc]hi²|[Cc]hi-squared?|[Tt]est statistic|t-value)", _STATISTIC),
}  # fmt: skip
_SYMBOLS = "|".join(f"(?P<{kind}>{pattern})" for kind, (pattern, _) in KINDS.items())
_LEAD = re.compile(
    rf"(?<![\w'’-])(?<!± )[*_]{{0,2}}(?:{_SYMBOLS})[*_]{{0,2}}(?![\w'’-])(?:\s?\([^()\n]{{1,32}}\))?\s?"
    r"(?:(?:value )?(?P<sign>\\?[=<>≤≥≈~:]{1,2})|(?:is|was|of|at|von|ist|war)(?: about| only| just)?)"
    r"\s?[(~≈]?[-−+]?$"
)
_FREEDOM_OF = re.compile(
    r"(?<![\w'’-])[*_]{0,2}(?:r|ρ|t|F|W|H|χ²|χ2|[Cc]hi²)[*_]{0,2}\s?\((?:[0-9.,]+,\s?)?(?:df ?= ?)?$"
)
_AFTER_MEAN = re.compile(r"[0-9]\s?(?:±|\+/-)\s?$")
_AGAINST_LEVEL = re.compile(
    r"(?P<not>\bnot\s+)?(?:\w+\s+)?\b(?P<side>below|under|above|over|exceeds|less than|smaller than"
    r"|greater than|larger than)\s+(?:the\s+)?(?:\w+\s+)?(?:(?:threshold|level|alpha|α)\s+)?(?:of\s+|=\s?)?$"
)
_LEVELS = (0.1, 0.05, 0.01, 0.001, 0.0001)
_TESTED = word_set("p pvalue alpha level threshold significant significance value values")
_VARIANCE = re.compile(
    r"\s(?:of|der)\s(?:the\s|its\s)?(?:\w+\s)?(?:variance|variation|variability|varianz)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Notation:
    """What a symbol says of the figure after it; `start` is where the symbol stands."""

    kind: str
    relation: Relation
    start: int


def notation_of(text: str, begin: int, figure: Written) -> Notation | None:
    """The notation that leads up to a figure of the piece from `begin` on, if there is one."""
    at = max(begin, figure.start - 56)
    lead = text[at : figure.start]
    if _VARIANCE.match(text, figure.end) and figure.kind == "percent":
        return Notation("variance", "=", figure.start)
    if found := _FREEDOM_OF.search(lead):
        return Notation("freedom", "df", at + found.start())
    if found := _AFTER_MEAN.search(text[max(begin, figure.start - 6) : figure.start]):
        return Notation("SD", "=", figure.start)
    if figure.value in _LEVELS and (found := _AGAINST_LEVEL.search(lead)):
        below = found["side"] in ("below", "under", "less than", "smaller than")
        tested = _TESTED & {word.strip("*_.,(").casefold() for word in text[begin : figure.end].split()}
        return Notation("p", "<" if below != bool(found["not"]) else ">", figure.start) if tested else None
    if found := _LEAD.search(lead):
        kind = next(kind for kind in KINDS if found[kind] is not None)
        return Notation(kind, _relation(found["sign"] or "="), at + found.start())
    return None


def _relation(sign: str) -> Relation:
    sign = sign.lstrip("\\")
    return "<" if sign[0] in "<≤" else ">" if sign[0] in ">≥" else "="
