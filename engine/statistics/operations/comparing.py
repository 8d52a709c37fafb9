"""Whether groups, columns or categories differ."""

from __future__ import annotations

from engine.statistics.operation import Kind, Operation, Parameter, Role
from engine.statistics.operations.common import (
    ALPHA,
    ALTERNATIVE,
    CONFIDENCE,
    GROUP,
    GROUPS,
    X,
    Y,
    choice,
    target,
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "compare_groups",
        "Comparison of groups",
        "Whether a figure differs between groups: t, Welch, Mann–Whitney, two-sample KS, ANOVA, Welch's "
        "ANOVA, Kruskal–Wallis; with effect size and corrected pairwise tests.",
        (target(), GROUP),
        (
            choice(
                "method",
                None,
                ("t", "welch", "mann_whitney", "ks", "anova", "welch_anova", "kruskal"),
                "Not given: Welch's test for two groups, Welch's ANOVA for more.",
            ),
            GROUPS,
            ALTERNATIVE,
            choice(
                "correction",
                None,
                ("tukey", "holm", "bonferroni", "fdr_bh", "none"),
                "Of the pairwise p-values. Not given: Tukey's HSD after ANOVA, Games–Howell (tukey without "
                "equal variances) after Welch's ANOVA, Holm after Kruskal–Wallis.",
            ),
            CONFIDENCE,
            ALPHA,
        ),
        minimum_rows=4,
    ),
    Operation(
        "compare_variances",
        "Comparison of variances",
        "Whether the spread of a figure differs between groups: Levene, Bartlett or Mood.",
        (target(), GROUP),
        (
            choice("method", "levene", ("levene", "bartlett", "mood"), "The test; Mood takes two groups."),
            choice("center", "median", ("median", "mean", "trimmed"), "Levene's centre."),
            GROUPS,
            ALPHA,
        ),
        minimum_rows=4,
    ),
    Operation(
        "compare_columns",
        "Comparison of two columns",
        "Whether two numeric columns differ, row by row (paired) or as two samples.",
        (X, Y),
        (
            choice(
                "method",
                "paired_t",
                (
                    "paired_t",
                    "wilcoxon",
                    "t",
                    "welch",
                    "mann_whitney",
                    "ks",
                    "levene",
                    "bartlett",
                    "mood",
                ),
                "paired_t and wilcoxon compare within rows.",
            ),
            ALTERNATIVE,
            CONFIDENCE,
            ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "one_sample",
        "One-sample test",
        "Whether a column's mean (t) or median (Wilcoxon) differs from a value.",
        (target(),),
        (
            Parameter("value", "number", 0.0, "The value to compare with."),
            choice("method", "t", ("t", "wilcoxon"), "The test."),
            ALTERNATIVE,
            CONFIDENCE,
            ALPHA,
        ),
        minimum_rows=3,
    ),
    Operation(
        "contingency",
        "Two categories",
        "Whether two categorical columns are related: chi-square, Fisher's exact test, or Mantel–Haenszel "
        "over the strata of a third; with Cramér's V.",
        (
            Role("x_axis", Kind.CATEGORY),
            Role("y_axis", Kind.CATEGORY),
            Role("group_by", Kind.CATEGORY, 0, 1, "The strata of Mantel–Haenszel."),
        ),
        (
            choice(
                "method",
                None,
                ("chi_square", "fisher", "mantel_haenszel"),
                "Not given: chi-square; Fisher for a small 2 × 2 table; Mantel–Haenszel with strata.",
            ),
            Parameter(
                "continuity_correction",
                "boolean",
                default=True,
                description="Yates' correction of a 2 × 2 table.",
            ),
            CONFIDENCE,
            ALPHA,
        ),
        minimum_rows=2,
    ),
)
