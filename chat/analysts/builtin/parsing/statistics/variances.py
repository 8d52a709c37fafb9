"""What a question says of variances: for a test of means they decide which test it is."""

from __future__ import annotations

from chat.analysts.builtin.parsing.statistics.phrases import Phrases, pattern
from engine.results import JsonValue

OF_MEANS = pattern(r"\bt[\s-]*tests?|\bstudent|\bwelch|\banova\b|analysis\s+of\s+variance")
"""Tests of means, whose variances are named only as what they take for granted."""
_UNEQUAL = pattern(
    r"(?:(?:assum\w+|with|given|for|allowing)\s+)*(?:un|non[\s-]*)equal\s+variances?|equal_var\s*=\s*false|"
    r"(?:without|not)\s+(?:assuming\s+|having\s+)?(?:that\s+)?(?:the\s+)?(?:equal\s+variances?|variances?\s+"
    r"(?:are|to\s+be)\s+equal)|variances?\s+(?:are\s+|is\s+)?(?:not\s+(?:assumed\s+)?(?:to\s+be\s+)?equal|unequal)"
)
_EQUAL = pattern(
    r"(?:(?:assum\w+|with|given|pooled)\s+)*(?:equal|pooled|homogeneous)\s+variances?(?:\s+assumed)?|"
    r"equal_var\s*=\s*true|variances?\s+(?:are\s+)?(?:assumed\s+)?(?:to\s+be\s+)?equal"
)


def spread(phrases: Phrases, method: str) -> dict[str, JsonValue]:
    """What a test of means takes for granted about variances decides between Student's and Welch's."""
    unequal = phrases.take_all(_UNEQUAL)
    equal = not unequal and phrases.take_all(_EQUAL)
    if unequal:
        return {"method": "welch_anova" if method == "anova" else "welch"}
    return {"method": "t"} if equal and not method else {}
