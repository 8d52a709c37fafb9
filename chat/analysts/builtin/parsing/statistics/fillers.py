"""Words that carry nothing in a question about statistics, and those that only repeat its operation."""

from __future__ import annotations

from chat.analysts.builtin.words import word_set

STATISTICS = word_set("""
    perform conduct run running carry check checking test tests testing whether if determine assess evaluate
    investigate explore examine identify detect detecting apply obtain estimate estimated provide report
    reporting state return returning output present showing interpret conclude decide verify analysis analyze
    analyse hypothesis null python scipy pandas numpy sklearn scikit learn statsmodels library libraries
    function
    functions package module method methods approach technique appropriate statistical statistically statistic
    statistics significant significance significantly coefficient
    result results conclusion strength direction relationship relationships variable variables
    predictor predictors target response outcome dependent independent feature features explanatory
    regressor regressors input inputs label labels model models modelling modeling fit fitted fitting
    train trained training set sets predict predicts predicting prediction predictions predicted based
    according given against assuming assume consider considering considered take taking treat treating
    as to on onto by their its it they them these those both respectively corresponding
    there exist exists any other all over time future next value values group groups
    different difference differences differ between among across column columns distributed
    distribution distributions normal normally linear nonlinear relation affect affects effect effects
    influence impact explain explained explains depend depends depending controlling control controls
    adjusting adjusted accounting holding constant removing removed influence fixed
    evaluating evaluation performance score scores metric metrics
    level levels per sample samples size data dataset trend trends series rising falling upward downward
    series seasonal seasonality strong pattern customers similar segments steps
    have has been does do is are was were than from with without using use used via like and or of
    preprocess preprocessing step explaining explain associated association
    please first finally also additionally then now let us me we say such that which
    higher lower greater smaller larger positive negative positively negatively zero strong weak strongly
    """) - {"without"}
"""Tagged as fillers, unless they are a column's name or a value."""

_MEAN = word_set("mean means average averages mean's")
_MODEL = word_set("effect linear")
GLUE: dict[str, frozenset[str]] = {
    "compare_groups": _MEAN
    | word_set("different difference differences median medians distribution distributions not"),
    "compare_variances": word_set(
        "different variance variances spread difference differences distribution variability"
    ),
    "compare_columns": _MEAN | word_set("different difference differences distribution distributions median"),
    "one_sample": _MEAN | word_set("different median"),
    "normality": word_set("distribution distributed"),
    "contingency": word_set("independent independence association related"),
    "trend": word_set("trend trends over time change"),
    "seasonality": word_set("seasonality seasonal trend"),
    "forecast": word_set("will be predict prediction next future going trend development total"),
    "cluster": word_set("similar clusters cluster"),
    "linear_regression": word_set("predict prediction impact effect influence"),
    "logistic_regression": word_set("predict prediction impact effect influence"),
    "predict": word_set("predict prediction impact effect influence"),
    "outliers": word_set("how outlier outliers number count of many values rows"),
}
"""Words of an operation that only repeat it, whatever they mean elsewhere."""
