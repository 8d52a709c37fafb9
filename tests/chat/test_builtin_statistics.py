"""Statistical questions, phrased the way people and benchmarks do: what was read, and the figures that came back.

Each figure is held against SciPy, statsmodels, scikit-learn or pandas, called directly on the table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error
from sklearn.model_selection import train_test_split

from tests.chat.local_toolbox import TABLES, Talk, connect, talk

FILES = {
    "sales": "sales.csv",
    "survey": "survey.csv",
    "sensors": "sensor_log.csv",
    "people": "titanic.csv",
    "weather": "weather.csv",
}
Frame = Any
"""A pandas frame of the table, whose columns are attributes."""
Expected = Callable[[Frame], Any] | None
Case = tuple[str, str, str, dict[str, Any], Expected]


def _pair(frame: Frame) -> tuple[Any, Any]:
    both = frame[["Age", "Fare"]].dropna()
    return both["Age"], both["Fare"]


def _r(frame: Frame) -> float:
    return float(stats.pearsonr(*_pair(frame)).statistic)


def _rho(frame: Frame) -> float:
    return float(stats.spearmanr(*_pair(frame)).statistic)


def _by(frame: Frame, target: str, group: str, *values: Any) -> list[Any]:
    rows = frame[[target, group]].dropna()
    kept = values or sorted(rows[group].unique())
    return [rows.loc[rows[group] == value, target] for value in kept]


def _mse(frame: Frame, *, test_size: float = 0.3, seed: int = 42) -> float:
    rows = frame[["Fare", "Age", "Pclass"]].dropna()
    parts = train_test_split(rows[["Age", "Pclass"]], rows["Fare"], test_size=test_size, random_state=seed)
    model = LinearRegression().fit(parts[0], parts[2])
    return float(mean_squared_error(parts[3], model.predict(parts[1])))


CORRELATIONS: list[Case] = [
    ("people", "Is there a correlation between Age and Fare? Report r and p.", "correlation", {}, _r),
    ("people", "Calculate the Pearson correlation coefficient between Age and Fare.", "correlation", {"method": "pearson"}, _r),
    ("people", "pearson's r of age and fare", "correlation", {"method": "pearson"}, _r),
    ("people", "Are age and fare significantly correlated (alpha = 0.05)?", "correlation", {"alpha": 0.05}, _r),
    ("people", "Is there a linear relationship between the age and the fare? Use Pearson's correlation with a significance level of 0.01.", "correlation", {"alpha": 0.01}, _r),
    ("people", "How strong is the correlation of Age with Fare, with its 99% confidence interval?", "correlation", {"confidence": 0.99}, _r),
    ("people", "Spearman correlation between Age and Fare", "correlation", {"method": "spearman"}, _rho),
    ("people", "What is the Spearman rank correlation coefficient of age and fare?", "correlation", {"method": "spearman"}, _rho),
    ("people", "Kendall's tau of Age and Fare", "correlation", {"method": "kendall"}, lambda f: stats.kendalltau(*_pair(f)).statistic),
    ("people", "Is the correlation between age and fare greater than zero? One-tailed (greater), Pearson, p-value please", "correlation", {"alternative": "greater"}, _r),
    ("people", "Pearson correlation between Age and Fare where Pclass = 3", "correlation", {}, lambda f: _r(f[f.Pclass == 3])),
    ("people", "p-value of the correlation between age and fare for women", "correlation", {}, lambda f: _r(f[f.Sex == "female"])),
    ("people", "Test whether Age and Fare are correlated, using a significance level (alpha) of 0.1", "correlation", {"alpha": 0.1}, _r),
    ("weather", "Show the correlation matrix for precipitation, temp_max, temp_min and wind using Spearman", "correlation_matrix", {"method": "spearman"}, lambda f: stats.spearmanr(f.temp_max, f.temp_min).statistic),
    ("weather", "correlation matrix of all numeric columns", "correlation_matrix", {}, lambda f: f.temp_max.corr(f.temp_min)),
    ("people", "partial correlation between Age and Fare controlling for Pclass", "partial_correlation", {}, None),
    ("people", "correlation of age and fare, adjusting for pclass and survived", "partial_correlation", {}, None),
]  # fmt: skip
NORMALITY: list[Case] = [
    ("people", "Is the distribution of Fare normal (Shapiro-Wilk, α = 0.05)?", "normality", {"methods": ["shapiro"], "alpha": 0.05}, lambda f: stats.shapiro(f.Fare).statistic),
    ("people", "Perform a Shapiro-Wilk test on the Age column to determine if it follows a normal distribution. Use alpha = 0.05.", "normality", {"methods": ["shapiro"]}, lambda f: stats.shapiro(f.Age.dropna()).statistic),
    ("people", "Is Age normally distributed?", "normality", {}, lambda f: stats.shapiro(f.Age.dropna()).statistic),
    ("people", "Check whether the fare column adheres to a normal distribution using the Anderson-Darling test", "normality", {"methods": ["anderson"]}, None),
    ("people", "normality of age by D'Agostino", "normality", {"methods": ["dagostino"]}, lambda f: stats.normaltest(f.Age.dropna()).statistic),
    ("people", "kolmogorov-smirnov test of normality for fare", "normality", {"methods": ["kolmogorov_smirnov"]}, None),
    ("people", "test fare for normality with shapiro and lilliefors", "normality", {"methods": ["shapiro", "lilliefors"]}, lambda f: stats.shapiro(f.Fare).statistic),
    ("people", "Does Fare come from a normal distribution at the 1% significance level?", "normality", {"alpha": 0.01}, lambda f: stats.shapiro(f.Fare).statistic),
    ("sensors", "does temperature follow a gaussian distribution for sensor S1?", "normality", {}, lambda f: stats.shapiro(f[f.sensor == "S1"].temperature).statistic),
]  # fmt: skip
GROUPS: list[Case] = [
    ("people", "Is there a significant difference in fare between male and female passengers?", "compare_groups", {"groups": ["male", "female"]}, lambda f: stats.ttest_ind(*_by(f, "Fare", "Sex", "male", "female"), equal_var=False).statistic),
    ("people", "Compare the fares of men and women with a t-test", "compare_groups", {"method": "t"}, lambda f: stats.ttest_ind(*_by(f, "Fare", "Sex", "male", "female")).statistic),
    ("people", "Do an independent two-sample t-test of Age between survivors and non-survivors", "compare_groups", {"method": "t"}, None),
    ("people", "Perform a t-test comparing Fare between passengers who survived and those who did not survive", "compare_groups", {"method": "t"}, None),
    ("people", "Mann-Whitney U test on Fare by Sex", "compare_groups", {"method": "mann_whitney"}, lambda f: stats.mannwhitneyu(*_by(f, "Fare", "Sex")).pvalue),
    ("people", "Run a one-way ANOVA of Fare across Embarked", "compare_groups", {"method": "anova"}, lambda f: stats.f_oneway(*_by(f, "Fare", "Embarked")).statistic),
    ("people", "Does the mean age differ significantly between passenger classes?", "compare_groups", {}, None),
    ("people", "Kruskal-Wallis test of Age across the different Pclass groups", "compare_groups", {"method": "kruskal"}, lambda f: stats.kruskal(*_by(f, "Age", "Pclass")).statistic),
    ("survey", "Is satisfaction significantly different between departments? Use ANOVA with Bonferroni correction.", "compare_groups", {"method": "anova", "correction": "bonferroni"}, lambda f: stats.f_oneway(*_by(f, "satisfaction", "department")).statistic),
    ("survey", "Is there a significant difference in satisfaction between Sales and Engineering?", "compare_groups", {"groups": ["Sales", "Engineering"]}, lambda f: stats.ttest_ind(*_by(f, "satisfaction", "department", "Sales", "Engineering"), equal_var=False).statistic),
    ("people", "two-sample Kolmogorov-Smirnov test of Fare between men and women", "compare_groups", {"method": "ks"}, lambda f: stats.ks_2samp(*_by(f, "Fare", "Sex", "male", "female")).statistic),
    ("people", "Welch's t-test of fare between class 1 and class 3", "compare_groups", {"method": "welch", "groups": ["1", "3"]}, lambda f: stats.ttest_ind(*_by(f, "Fare", "Pclass", 1, 3), equal_var=False).statistic),
    ("weather", "paired t-test of temp_max and temp_min", "compare_columns", {"method": "paired_t"}, lambda f: stats.ttest_rel(f.temp_max, f.temp_min).statistic),
    ("weather", "wilcoxon signed-rank test between temp_max and temp_min", "compare_columns", {"method": "wilcoxon"}, None),
    ("people", "one-sample t-test of Age against 30", "one_sample", {"value": 30.0}, lambda f: stats.ttest_1samp(f.Age.dropna(), 30).statistic),
    ("people", "Is the mean age significantly different from 30?", "one_sample", {"value": 30.0}, lambda f: stats.ttest_1samp(f.Age.dropna(), 30).statistic),
    ("people", "Is the average Fare significantly higher than 65?", "one_sample", {"value": 65.0, "alternative": "greater"}, lambda f: stats.ttest_1samp(f.Fare, 65, alternative="greater").pvalue),
    ("people", "Levene's test for equality of variances of Fare between men and women", "compare_variances", {"method": "levene"}, lambda f: stats.levene(*_by(f, "Fare", "Sex", "male", "female")).statistic),
    ("people", "Bartlett test of Age across Pclass", "compare_variances", {"method": "bartlett"}, lambda f: stats.bartlett(*_by(f, "Age", "Pclass")).statistic),
    ("people", "chi-square test of independence between Sex and Survived", "contingency", {"method": "chi_square"}, lambda f: stats.chi2_contingency(pd.crosstab(f.Sex, f.Survived)).statistic),
    ("people", "Is there a significant association between Embarked and Survived?", "contingency", {}, lambda f: stats.chi2_contingency(pd.crosstab(f.Embarked, f.Survived)).pvalue),
    ("people", "Fisher's exact test for Sex and Survived", "contingency", {"method": "fisher"}, lambda f: stats.fisher_exact(pd.crosstab(f.Sex, f.Survived)).pvalue),
    ("people", "Cramér's V between Sex and Embarked", "contingency", {}, lambda f: stats.contingency.association(pd.crosstab(f.Sex, f.Embarked))),
]  # fmt: skip
OUTLIERS: list[Case] = [
    ("sensors", "How many outliers are there in temperature by z-score > 3?", "outliers", {"method": "zscore", "threshold": 3.0}, lambda f: int((np.abs(stats.zscore(f.temperature, ddof=1)) > 3).sum())),
    ("sensors", "Identify and count the outliers in temperature using a z-score threshold of 3", "outliers", {"threshold": 3.0, "method": "zscore"}, lambda f: int((np.abs(stats.zscore(f.temperature, ddof=1)) > 3).sum())),
    ("sensors", "Identify outliers in the temperature column using the IQR method", "outliers", {"method": "iqr"}, None),
    ("sensors", "outliers of temperature with the modified z-score, threshold 3.5", "outliers", {"method": "modified_zscore", "threshold": 3.5}, None),
    ("sensors", "How many temperature values are more than 3 standard deviations from the mean?", "outliers", {"method": "zscore", "threshold": 3.0}, lambda f: int((np.abs(stats.zscore(f.temperature, ddof=1)) > 3).sum())),
    ("sensors", "Find outliers in temperature using 2 * IQR", "outliers", {"method": "iqr", "threshold": 2.0}, None),
]  # fmt: skip
MODELS: list[Case] = [
    ("people", "linear regression of Fare on Age and Pclass", "linear_regression", {}, None),
    ("people", "Run a multiple linear regression with Fare as the dependent variable and Age and Pclass as independent variables", "linear_regression", {}, None),
    ("people", "How does Fare depend on Age and Pclass?", "linear_regression", {}, None),
    ("sales", "What is the slope of a simple linear regression between quantity and revenue?", "linear_regression", {}, lambda f: stats.linregress(f.quantity, f.revenue).slope),
    ("sales", "regress revenue on quantity", "linear_regression", {}, lambda f: stats.linregress(f.quantity, f.revenue).slope),
    ("sales", "Fit a linear regression to predict revenue from quantity and report R-squared", "linear_regression", {}, lambda f: stats.linregress(f.quantity, f.revenue).rvalue ** 2),
    ("people", "Train a linear regression to predict Fare from Age and Pclass and report the MSE with a 70/30 split, random_state 42", "predict", {"model": "linear", "test_size": 0.3, "random_state": 42, "metrics": ["mse"]}, _mse),
    ("people", "Train a linear regression model to predict the Fare using Age and Pclass. Split the data into 70% training and 30% testing sets with a random state of 42. Report the mean squared error.", "predict", {"test_size": 0.3, "random_state": 42}, _mse),
    ("people", "Fit a linear regression for Fare using Age and Pclass, test size 0.2, random seed 7, and give the RMSE", "predict", {"test_size": 0.2, "random_state": 7, "metrics": ["rmse"]}, lambda f: _mse(f, test_size=0.2, seed=7) ** 0.5),
    ("sales", "Predict revenue using quantity and unit price with a random forest; report RMSE and R2, test size 0.2, seed 7", "predict", {"model": "random_forest", "metrics": ["rmse", "r2"]}, None),
    ("people", "Fit a logistic regression predicting Survived from Age, Fare and Sex", "logistic_regression", {}, None),
    ("people", "Logistic regression of survived on sex and fare, give the odds ratios", "logistic_regression", {}, None),
    ("people", "Train a decision tree classifier to predict Survived from Age and Fare with max depth 3 and report accuracy and F1 using an 80/20 split", "predict", {"model": "decision_tree", "max_depth": 3, "test_size": 0.2, "task": "classification"}, None),
    ("people", "use k-nearest neighbours with k = 7 to predict survived from fare and pclass, accuracy?", "predict", {"model": "k_nearest_neighbours", "n_neighbors": 7}, None),
    ("people", "ridge regression of fare on age and pclass, MAE with 25% for testing", "predict", {"model": "ridge", "test_size": 0.25, "metrics": ["mae"]}, None),
    ("sales", "cluster orders by quantity and unit price into 3 groups", "cluster", {"clusters": 3}, None),
    ("sales", "k-means clustering on quantity, unit_price with k=4 and report the silhouette score", "cluster", {"clusters": 4}, None),
    ("survey", "segment respondents by age and satisfaction into four clusters", "cluster", {"clusters": 4}, None),
]  # fmt: skip
SERIES: list[Case] = [
    ("sales", "forecast revenue for the next 6 months", "forecast", {"periods": 6, "grain": "month", "aggregate": "sum"}, None),
    ("sales", "predict revenue next month", "forecast", {"periods": 1, "grain": "month"}, None),
    ("sales", "What will total revenue be in the next quarter? Forecast it.", "forecast", {"periods": 1, "grain": "quarter"}, None),
    ("sensors", "forecast temperature for the next 24 hours with 90% prediction intervals", "forecast", {"periods": 24, "grain": "hour", "confidence": 0.9}, None),
    ("weather", "give me a 7-day forecast of temp_max", "forecast", {"periods": 7, "grain": "day"}, None),
    ("sensors", "Is there a significant trend in temperature?", "trend", {}, None),
    ("weather", "Mann-Kendall test of temp_max over time", "trend", {}, None),
    ("sensors", "Is there seasonality in temperature?", "seasonality", {}, None),
]  # fmt: skip
DESCRIPTIONS: list[Case] = [
    ("people", "skewness and kurtosis of Fare", "describe", {}, lambda f: stats.skew(f.Fare)),
    ("people", "What is the skewness of the Age column?", "describe", {}, lambda f: f.Age.skew()),
    ("people", "mean, median, mode, variance and standard deviation of Age", "describe", {}, lambda f: f.Age.var()),
    ("people", "What is the 90th percentile of Fare?", "describe", {"quantiles": [0.9]}, lambda f: f.Fare.quantile(0.9)),
    ("people", "interquartile range of age for men", "describe", {}, lambda f: stats.iqr(f[f.Sex == "male"].Age.dropna())),
    ("people", "IQR of fare", "describe", {}, lambda f: stats.iqr(f.Fare)),
    ("people", "first and third quartile of Fare by Pclass", "describe", {"quantiles": [0.25, 0.75]}, lambda f: f[f.Pclass == 1].Fare.quantile(0.25)),
    ("people", "population standard deviation of Fare", "describe", {"population": True}, lambda f: f.Fare.std(ddof=0)),
    ("people", "variance of fare with ddof=0", "describe", {"population": True}, lambda f: f.Fare.var(ddof=0)),
    ("people", "kurtosis of fare where age is over 40", "describe", {}, lambda f: f[f.Age > 40].Fare.kurt()),
    ("sales", "10th, 50th and 90th percentiles of revenue", "describe", {"quantiles": [0.1, 0.5, 0.9]}, lambda f: f.revenue.quantile(0.1)),
]  # fmt: skip
ALL = [*CORRELATIONS, *NORMALITY, *GROUPS, *OUTLIERS, *MODELS, *SERIES, *DESCRIPTIONS]


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


def figures_in(done: Talk) -> list[float]:
    """Every number of every table that came back."""
    tables = [outcome.result for outcome in done.toolbox.analyses if outcome.result]
    tables += [table for outcome in done.toolbox.analyses for table in outcome.details.tables.values()]
    cells = [cell for table in tables for row in table.rows for cell in row]
    return [float(cell) for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]


def _is_a_cell(said: str, cells: list[float]) -> bool:
    """Whether a figure in prose is one of the cells, rounded to the digits shown."""
    plain = said.replace(",", "")
    step = 10.0 ** -len(plain.partition(".")[2])
    return any(abs(cell - float(plain)) <= step / 2 + 1e-9 for cell in cells)


def test_the_list_is_as_long_as_it_should_be() -> None:
    assert len(ALL) >= 80


@pytest.mark.parametrize(
    ("table", "question", "operation", "parameters", "expected"), ALL, ids=[item[1][:60] for item in ALL]
)
async def test_the_statistic_asked_for_with_its_figure(
    connections: dict[str, Any], table: str, question: str, operation: str, parameters: dict[str, Any],
    expected: Expected,
) -> None:  # fmt: skip
    done = await talk(connections[table], question, filename=FILES[table], compiles=False)
    assert [plan["operation"] for plan in done.toolbox.plans] == [operation], done.text
    given = done.toolbox.plans[0].get("parameters", {})
    assert {name: given.get(name) for name in parameters} == parameters
    assert "I did not use" not in done.text, done.text
    outcome = done.toolbox.analyses[0]
    assert outcome.error is None, outcome.error
    listed = re.findall(r"^- .*: \*\*(-?[\d.,]+)\*\*$", done.text, re.MULTILINE)
    assert all(_is_a_cell(said, figures_in(done)) for said in listed), done.text
    if expected is not None:
        wanted = float(expected(connections[table].execute("SELECT * FROM data").df()))
        assert any(found == pytest.approx(wanted, rel=1e-6) for found in figures_in(done)), (
            wanted,
            done.text,
        )
