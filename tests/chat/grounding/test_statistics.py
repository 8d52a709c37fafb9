"""Statistics in the words of a writer: what was computed is proven, whatever else is marked."""

from __future__ import annotations

import pytest

from chat.grounding import Evidence, FileFacts, Ledger
from tests.chat.grounding import statistic_results as results
from tests.chat.grounding.planted import marked_variants

FACTS = FileFacts(2_000, 10, ("revenue", "quantity", "region", "customer_type"), "sales.csv")

SENTENCES = [
    (results.WELCH, "Business customers spend more: t([[964.6~946.6]]) = [[7.52~5.72]], p < [[.001]], d = [[0.41~0.61]]."),
    (results.WELCH, "Welch's t = [[7.52~7.25]], df = [[964.6~94.6]], p = [[1.2e-13~1.2e-3]]."),
    (results.WELCH, "The difference is significant (p < [[0.001]]) with a 95 % CI of [[[174.9~147.9]], [[298.3~289.3]]]."),
    (results.WELCH, "A [[95 %]] confidence interval runs from [[174.87~184.87]] to [[298.27~278.27]]."),
    (results.WELCH, "On average, Business orders bring in [[450.18~540.18]], Consumer orders [[213.61~231.61]]."),
    (results.WELCH, "Business (n = [[688~868]]) has a mean of [[450.2~213.6]] (SD = [[752.5~410.8]]), Consumer (n = [[1,020]]) one of [[213.6]]."),
    (results.WELCH, "The gap of [[236.57~263.57]] is a small to medium effect (Cohen's d = [[0.41~0.81]], Hedges' g = [[0.41]])."),
    (results.WELCH, "At the [[5 %]] level (α = [[0.05]]) the difference of about [[$237~$337]] is significant."),
    (results.WELCH, "p \\< [[0.001]] means such a gap would hardly arise by chance; t was [[7.5~8.5]]."),
    (results.CORRELATION, "Quantity and revenue are positively correlated, r = [[.61~.16]], p < [[.001]], n = [[2,000~2,200]]."),
    (results.CORRELATION, "r([[1998~1988]]) = [[.61]], p < [[.001]]"),
    (results.CORRELATION, "The Pearson coefficient is [[0.608~0.806]] ([[95 %]] CI [[[0.579~0.597]], [[0.635]]])."),
    (results.CORRELATION, "With r = [[0.61]], quantity explains about [[37 %~61 %]] of the variance in revenue (r² ≈ [[0.37~0.61]])."),
    (results.CORRELATION, "p is far below [[0.05]], so the correlation of [[0.61~0.71]] is significant."),
    (results.ANOVA, "Revenue doesn't differ by region, F([[3~4]], [[1996~1969]]) = [[1.50~5.10]], p = [[.21~.12]]."),
    (results.ANOVA, "The ANOVA finds no difference (F = [[1.503~1.305]], p = [[0.212~0.122]], η² = [[0.002~0.2]])."),
    (results.ANOVA, "East and South differ by [[13.97~31.97]], which is not significant (adjusted p = [[0.119~0.715]])."),
    (results.ANOVA, "p = [[0.21~0.31]] is above the threshold of [[0.05]]."),
    (results.REGRESSION, "The model has an R² of [[0.37~0.73]] and explains [[37 %~47 %]] of the variance."),
    (results.REGRESSION, "Each additional unit adds [[90.40~94.40]] in revenue ([[95 %]] CI: [[85.2~58.2]] to [[95.6~96.5]])."),
    (results.REGRESSION, "revenue = [[14.96~16.94]] + [[90.40~94.04]] × quantity"),
    (results.REGRESSION, "The intercept of [[14.96~15.69]] is not significant (p = [[0.296~0.269]])."),
    (results.REGRESSION, "The slope is [[90.4~40.9]] (SE = [[2.64~6.24]], t = [[34.2~43.2]], p < [[.001]])."),
    (results.REGRESSION, "Overall the fit is significant: F([[1]], [[1998~1989]]) = [[1170.47~1107.47]], p < [[0.0001]]."),
    (results.REGRESSION, "An adjusted R² of [[0.369~0.396]] means [[36.9 %~39.6 %]] of variation is explained."),
    (results.DESCRIBED, "The median of [[139.80~193.80]] is well below the mean of [[330.77~303.77]], so revenue is skewed right (skewness [[5.57~7.55]])."),
    (results.DESCRIBED, "Half of all orders lie between [[31.04~13.04]] and [[366.91~336.91]], an IQR of [[335.87~353.87]]."),
    (results.DESCRIBED, "The interquartile range is [[335.87~353.78]]."),
    (results.DESCRIBED, "The 90th percentile is [[791.01~719.01]], and the [[75 %]] quantile [[366.91~396.91]]."),
    (results.DESCRIBED, "- [[90 %]] quantile: [[791.01~719.01]]\n- Q1: [[31.04~34.01]]\n- Q3: [[366.91~396.91]]"),
    (results.DESCRIBED, "Revenue: M = [[330.77~303.77]], SD = [[616.01~661.01]], N = [[2,000]]."),
    (results.DESCRIBED, "mean ± SD: [[330.8~380.3]] ± [[616.0~661.0]]"),
    (results.OUTLIERS, "[[40~44]] of [[2,000]] values ([[2 %~4 %]]) are more than [[3]] standard deviations from the mean."),
    (results.OUTLIERS, "With |z| > [[3]] there are [[40~14]] outliers, all above [[2,178.79~2,718.79]]."),
    (results.OUTLIERS, "[[40~50]] outliers lie outside ±[[3]] SD."),
    (results.MODEL, "The tree reaches R² = [[0.90~0.95]] on the test set ([[20 %]] of rows, random_state=[[42~24]], max depth [[4]])."),
    (results.MODEL, "Trained on [[1,600~1,400]] rows, tested on [[400~600]] (test part [[0.2~0.3]], seed [[42]], depth [[4~5]]): RMSE [[180.93~108.93]]."),
    (results.MODEL, "With an 80/20 split, MAE is [[98.82~89.82]] and MSE [[32,734.66~23,734.66]]."),
    (results.NORMALITY, "Shapiro–Wilk rejects normality: W = [[0.948~0.984]], p = [[1.6e-8~1.6e-3]], n = [[283~382]]."),
    (results.NORMALITY, "W([[283~238]]) = [[0.95]], p < [[.001]]"),
    (results.NORMALITY, "The p-value of [[1.6 × 10⁻⁸~1.6 × 10⁻³]] is far below [[0.05]]."),
    (results.CHI_SQUARE, "Region and category look independent, χ²([[9~6]], N = [[2,000]]) = [[8.45~4.85]], p = [[.49~.94]], V = [[0.04~0.40]]."),
    (results.CHI_SQUARE, "χ² = [[8.45~5.48]], df = [[9~8]], p = [[0.490~0.940]], Cramér's V = [[0.038~0.083]]"),
]  # fmt: skip


def _marks(text: str, sources: tuple[Evidence, ...]) -> list[tuple[int, int, str]]:
    ledger = Ledger(FACTS, ())
    for source in sources:
        ledger.add(source)
    figures = ledger.check(text).figures
    return [(f.start, f.end, f"{f.text}: {f.reason}") for f in figures if f.status == "unverified"]


@pytest.mark.parametrize(("sources", "marked"), SENTENCES, ids=[text[:40] for _, text in SENTENCES])
def test_a_statistic_is_proven_and_a_wrong_one_marked(sources: tuple[Evidence, ...], marked: str) -> None:
    for text, planted, _ in marked_variants(marked):
        marks = _marks(text, sources)
        hits = [mark for mark in marks if planted and mark[0] < planted[1] and planted[0] < mark[1]]
        assert bool(hits) == bool(planted), text
        assert len(hits) == len(marks), (text, marks)
