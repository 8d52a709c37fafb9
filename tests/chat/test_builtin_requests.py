"""Several requests in one question, asked forms, feature steps – and nothing dropped in silence."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pytest
from scipy import stats

from chat.analysts.builtin.requests.form import Form, Label, Style, read_form
from chat.events import Error
from tests.chat.local_toolbox import TABLES, Talk, connect, talk
from tests.chat.test_builtin_statistics import FILES


@pytest.fixture(scope="module")
def connections() -> dict[str, Any]:
    return {name: connect(statement) for name, statement in TABLES.items()}


@pytest.fixture(scope="module")
def people(connections: dict[str, Any]) -> pd.DataFrame:
    return connections["people"].execute("SELECT * FROM data").df()


async def ask(connections: dict[str, Any], question: str, table: str = "people") -> Talk:
    done = await talk(connections[table], question, filename=FILES[table], compiles=False)
    assert not any(isinstance(event, Error) for event in done.events)
    return done


def labels(done: Talk) -> dict[str, str]:
    return dict(re.findall(r"^@(\w+)\[(.*)\]$", done.text, re.MULTILINE))


FORMS: list[tuple[str, Form, str]] = [
    ("mean fare", Form(), "mean fare"),
    ("mean fare, just the number", Form(Style.NUMBER), "mean fare"),
    ("median age. Answer with a single number.", Form(Style.NUMBER), "median age"),
    ("Is fare normal? Answer yes or no.", Form(Style.YES_NO), "Is fare normal?"),
    ("Is fare normal (True/False)?", Form(Style.YES_NO), "Is fare normal?"),
    ("mean fare to two decimal places", Form(decimals=2), "mean fare"),
    ("mean fare rounded to 3 decimals", Form(decimals=3), "mean fare"),
    ("what is the mean fare to the nearest integer", Form(decimals=0), "what is the mean fare"),
    ("mean fare, round to the nearest hundredth", Form(decimals=2), "mean fare"),
    ("mean fare with 3 significant digits", Form(significant=3), "mean fare"),
    ("share of women, express the answer as a percentage", Form(percent=True), "share of women"),
    ("mean age as JSON with keys mean, n", Form(Style.JSON, (Label("mean"), Label("n"))), "mean age"),
    ("mean fare? @mean_fare[x] with x rounded to 2 decimals", Form(Style.LABELS, (Label("mean_fare", 2),)), "mean fare?"),
    ("mean fare?\nFormat: @m[a] where \"a\" is an integer", Form(Style.LABELS, (Label("m", 0),)), "mean fare?"),
    ("normal?\n@n[a] where \"a\" is \"Yes\" or \"No\"", Form(Style.LABELS, (Label("n", None, ("Yes", "No")),)), "normal?"),
    ("Calculate the mean fare using Python's built-in statistics module.", Form(), "Calculate the mean fare"),
]  # fmt: skip


@pytest.mark.parametrize(("message", "form", "rest"), FORMS, ids=[item[0][:50] for item in FORMS])
def test_the_form_is_read_off_the_message(message: str, form: Form, rest: str) -> None:
    assert read_form(message) == (form, rest)


async def test_labels_of_a_mean(connections: dict[str, Any], people: pd.DataFrame) -> None:
    done = await ask(
        connections,
        "Calculate the mean fare paid by the passengers.\n"
        "Constraints: Calculate the mean fare using Python's built-in statistics module or appropriate statistical "
        "method in pandas. Rounding off the answer to two decimal places.\n"
        'Format: @mean_fare[mean_fare_value] where "mean_fare_value" is a floating-point number rounded to two '
        "decimal places.",
    )
    assert labels(done) == {"mean_fare": f"{people.Fare.mean():.2f}"}
    assert "not understand" not in done.text


async def test_labels_of_a_correlation_with_a_verdict(
    connections: dict[str, Any], people: pd.DataFrame
) -> None:
    done = await ask(
        connections,
        'Is there a correlation between the fare and the age? Calculate the Pearson correlation coefficient between "Fare" '
        'and "Age". Assess the significance using a two-tailed test with a significance level (alpha) of 0.05.\n'
        "@correlation_coefficient[r_value]\n@p_value[p_value]\n@significant[answer]\n"
        'where "r_value" is rounded to two decimal places, where "p_value" is rounded to four decimal places and '
        'where "answer" is "True" or "False".',
    )
    both = people[["Age", "Fare"]].dropna()
    found = stats.pearsonr(both.Age, both.Fare)
    assert labels(done) == {
        "correlation_coefficient": f"{found.statistic:.2f}",
        "p_value": f"{found.pvalue:.4f}",
        "significant": "False",
    }
    assert len(done.toolbox.plans) == 1


async def test_the_words_of_a_verdict_are_the_ones_allowed(connections: dict[str, Any]) -> None:
    done = await ask(
        connections,
        'Is Fare normally distributed (Shapiro-Wilk)? @distribution[d] where "d" is "normal" or "not normal".',
    )
    assert labels(done) == {"distribution": "not normal"}


async def test_a_label_without_a_figure_is_left_open_and_said(connections: dict[str, Any]) -> None:
    done = await ask(connections, "mean and median fare @mean_fare[a] @kurtosis[b]")
    assert set(labels(done)) == {"mean_fare"}
    assert "“kurtosis”, so I left it open" in done.text


async def test_labels_of_two_requests(connections: dict[str, Any], people: pd.DataFrame) -> None:
    done = await ask(
        connections,
        "What is the mean fare? What is the mean age? @mean_age[a] @mean_fare[b] rounded to 1 decimal",
    )
    assert labels(done) == {"mean_age": f"{people.Age.mean():.1f}", "mean_fare": f"{people.Fare.mean():.1f}"}


async def test_json_with_the_keys_asked_for(connections: dict[str, Any], people: pd.DataFrame) -> None:
    done = await ask(
        connections,
        "Report the mean and median of Age as JSON with keys mean_age and median_age, to 1 decimal",
    )
    block = re.search(r"```json\n(.*)\n```", done.text)
    assert block is not None
    assert json.loads(block[1]) == {
        "mean_age": round(people.Age.mean(), 1),
        "median_age": round(people.Age.median(), 1),
    }


async def test_just_the_number_comes_last_and_alone(
    connections: dict[str, Any], people: pd.DataFrame
) -> None:
    done = await ask(connections, "median fare for men, just the number")
    assert done.text.rstrip().split("\n\n")[-1] == f"{people[people.Sex == 'male'].Fare.median():g}"


async def test_yes_or_no(connections: dict[str, Any]) -> None:
    done = await ask(connections, "Is Fare normally distributed? Answer yes or no.")
    assert done.text.rstrip().endswith("**No.**")
    open_ended = await ask(connections, "what is the mean fare? Answer yes or no.")
    assert "can't answer this with yes or no" in open_ended.text


SPLITS: list[tuple[str, list[str]]] = [
    ("What is the mean fare? And what is the median age?", ["average Fare", "median Age"]),
    ("1. What is the mean age? 2. Is Fare normally distributed? 3. How many women survived?", ["average Age", "normality of Fare", "Sex is female and Survived is 1"]),
    ("mean fare; and also how many passengers are there?", ["average Fare", "number of rows"]),
    ("Calculate the mean of Fare and check whether it is normally distributed", ["average Fare", "normality of Fare"]),
    ("What is the skewness of Fare? Is it normally distributed?", ["statistics of Fare", "normality of Fare"]),
    ("For female passengers, what is the average fare and what is the median age?", ["average Fare, where Sex is female", "median Age, where Sex is female"]),
    ("What is the mean fare of women, and how many of them survived?", ["Sex is female", "Sex is female and Survived is 1"]),
    ("- mean age\n- median fare\n- how many rows", ["average Age", "median Fare", "number of rows"]),
    ("a) correlation between Age and Fare with p-value b) mean fare by sex", ["orrelation of Age and Fare", "average Fare by Sex"]),
    ("Is Age correlated with Fare, p-value? Then find the outliers in Fare by z-score > 2.", ["orrelation of Age and Fare", "outliers of Fare"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "readings"), SPLITS, ids=[item[0][:50] for item in SPLITS])
async def test_requests_are_answered_in_order(
    connections: dict[str, Any], question: str, readings: list[str]
) -> None:
    done = await ask(connections, question)
    lines = [line for line in done.text.split("\n") if line.startswith("How I read it")]
    assert len(lines) == len(readings), done.text
    for line, words in zip(lines, readings, strict=True):
        assert words in line, done.text
    for place in range(1, len(readings) + 1):
        assert f"**{place}. " in done.text
    assert "not understand" not in done.text


async def test_a_part_that_is_not_understood_is_said(connections: dict[str, Any]) -> None:
    done = await ask(connections, "What is the mean fare? Then tell me the flux capacitance. How many rows?")
    assert "**2. Then tell me the flux capacitance.**" in done.text
    assert "I could not answer this part." in done.text
    assert "1 part of your question I did not understand" in done.text
    assert done.text.count("How I read it") == 2


async def test_a_rule_for_a_word_of_the_answer(connections: dict[str, Any]) -> None:
    done = await ask(
        connections,
        'Is there a linear relationship between quantity and revenue? Use Pearson. Consider it "linear" if p < 0.05 and '
        '|r| >= 0.5, "nonlinear" if p < 0.05 and |r| < 0.5, otherwise "none".\n@r[r] @type[t] where r has 2 decimals and '
        't is "linear", "nonlinear" or "none"',
        "sales",
    )
    assert labels(done)["type"] == "linear"
    other = await ask(
        connections,
        "Is there a linear relationship between Age and Fare? Use Pearson. Consider the relationship to be linear if "
        "the p-value is less than 0.05 and the absolute value of r is greater than or equal to 0.5. If the p-value is "
        'greater than or equal to 0.05, consider that there is none.\n@type[t] where "t" is "linear", "nonlinear" or "none"',
    )
    assert labels(other) == {"type": "none"}


async def test_accuracy_of_a_model_after_dropping_rows(connections: dict[str, Any]) -> None:
    done = await ask(
        connections,
        "Use a logistic regression model to predict whether a passenger survived based on Pclass, Sex, Age and Fare. "
        "Drop rows with missing values. Use train_test_split with test_size=0.3 and random_state=42. "
        "@accuracy[a] rounded to 2 decimals",
    )
    assert len(done.toolbox.plans) == 1
    assert done.toolbox.plans[0]["features"][0]["step"] == "drop_missing"
    result = done.toolbox.analyses[0].result
    assert result is not None
    accuracy = result.records()[0]["accuracy"]
    assert labels(done) == {"accuracy": f"{accuracy:.2f}"}


FOLLOW_UPS = [
    (("correlation between Age and Fare with p-value", "and for women?"), "where Sex is female", 1),
    (("Is Fare normal?", "what about third class?"), "normality of Fare, where Pclass is 3", 1),
    (("correlation between Age and Fare with p-value", "and by sex?"), "Please ask that in full", 0),
    (("Is Fare normal?", "average fare by sex"), "average Fare by Sex", 0),
]


@pytest.mark.parametrize(("questions", "said", "runs"), FOLLOW_UPS)
async def test_follow_ups_of_a_statistic(
    connections: dict[str, Any], questions: tuple[str, str], said: str, runs: int
) -> None:
    done = await talk(connections["people"], *questions, filename="titanic.csv", compiles=False)
    assert said in done.text
    assert len(done.toolbox.plans) == runs


async def test_more_requests_than_can_be_read_at_once_are_said_to_be_left_out(
    connections: dict[str, Any],
) -> None:
    done = await ask(connections, "What is the mean fare? What is the mean age? " * 10)
    assert "more than I can read at once" in done.text
    assert "1 part of your question I did not understand" in done.text


HOSTILE = [
    "@a[b] " * 600,
    " " * 3_900 + "x",
    "1. " * 900,
    "and what is " * 300,
    '"' * 3_000,
    "What is x? " * 300,
]


@pytest.mark.parametrize("message", HOSTILE, ids=range(len(HOSTILE)))
async def test_odd_messages_end_well(connections: dict[str, Any], message: str) -> None:
    done = await ask(connections, message)
    assert done.text.strip()
    assert done.toolbox.plans == []


async def test_markup_in_names_of_new_columns_is_inert(connections: dict[str, Any]) -> None:
    done = await ask(connections, 'create a new column "<b>x</b>" = Fare / Age and give its mean')
    assert "<b>" not in done.text


INCOMPLETE = [
    ("Is there a correlation between Age and Fare of the zorblax?", "zorblax"),
    ("t-test of Fare between men and women with 12 frobs", "12"),
    ("Shapiro-Wilk test of Age with bootstrapped quantiles", "bootstrapped"),
    ("skewness of Fare with 40 trees", "40 trees|estimators"),
    ("correlation of Age and Fare with p-value for passengers from Atlantis", "Atlantis"),
    ("cluster passengers by Sex and Fare into 3 groups", "Sex is none"),
    ("is Sex normally distributed?", "Sex is none"),
    ("logistic regression of Pclass on Fare", "two values"),
    ("forecast fare for the next 3 months", "date column"),
    ("ANOVA of Fare", "which column makes the groups"),
    ("linear regression of Sex on Fare", "explains a number"),
    ("one-sample t-test of Age", "value to compare"),
    ("correlation of Age with p-value", "two numeric columns"),
    ("create a column r = Fare / Weight and give its mean", "Weight"),
    ("bin Sex into 5 bins and count", "Sex"),
]


@pytest.mark.parametrize(("question", "said"), INCOMPLETE, ids=[item[0][:50] for item in INCOMPLETE])
async def test_what_was_not_understood_is_said(connections: dict[str, Any], question: str, said: str) -> None:
    done = await ask(connections, question)
    assert re.search(said, done.text), done.text
    assert not done.shown or "I did not use" in done.text


FEATURES: list[tuple[str, Any]] = [
    ("Create a new column called ratio = Fare / Age and give its mean", lambda f: (f.Fare / f.Age).mean()),
    ('create a new feature "fare_per_age" by dividing Fare by Age. What is the mean of this new feature?', lambda f: (f.Fare / f.Age).mean()),
    ('Add a new column "total" as Pclass times Fare and calculate its sum', lambda f: (f.Pclass * f.Fare).sum()),
    ('create a new feature "FamilySize" as the sum of Pclass and Survived, then calculate the correlation between FamilySize and Fare', lambda f: (f.Pclass + f.Survived).corr(f.Fare)),
    ("What is the mean Age after filling missing values with the median?", lambda f: f.Age.fillna(f.Age.median()).mean()),
    ("After imputing missing ages with the mean, what is the standard deviation of Age?", lambda f: f.Age.fillna(f.Age.mean()).std()),
    ("Replace missing values in Age with 0 and calculate the mean of Age", lambda f: f.Age.fillna(0).mean()),
    ("mean fare after dropping rows with missing Age", lambda f: f.dropna(subset=["Age"]).Fare.mean()),
    ("What is the skewness of the log-transformed Fare?", lambda f: stats.skew(__import__("numpy").log(f.Fare))),
    ("log transform Fare and test it for normality with Shapiro-Wilk", lambda f: stats.shapiro(__import__("numpy").log(f.Fare)).statistic),
    ("normalize Fare using min-max scaling and compute its standard deviation", lambda f: ((f.Fare - f.Fare.min()) / (f.Fare.max() - f.Fare.min())).std()),
    ("maximum of the z-score normalised Fare", lambda f: ((f.Fare - f.Fare.mean()) / f.Fare.std()).max()),
    ("bin Age into 5 equal-width bins and count", lambda f: pd.cut(f.Age, 5, right=False).value_counts().max()),
    ("divide age into 4 quantile bins and show the average fare in each bin", None),
]  # fmt: skip


@pytest.mark.parametrize(("question", "expected"), FEATURES, ids=[item[0][:50] for item in FEATURES])
async def test_feature_steps_are_part_of_the_plan(
    connections: dict[str, Any], people: pd.DataFrame, question: str, expected: Any
) -> None:
    done = await ask(connections, question)
    assert len(done.toolbox.plans) == 1, done.text
    assert done.toolbox.plans[0]["features"]
    outcome = done.toolbox.analyses[0]
    assert outcome.result is not None, outcome.error
    cells = [cell for row in outcome.result.rows for cell in row if isinstance(cell, int | float)]
    if expected is not None:
        assert any(cell == pytest.approx(float(expected(people)), rel=1e-6) for cell in cells), (
            cells,
            done.text,
        )


async def test_a_date_part_is_a_feature(connections: dict[str, Any]) -> None:
    done = await ask(
        connections, "extract the month from order_date and give the average revenue by month", "sales"
    )
    frame = (
        connections["sales"]
        .execute("SELECT month(order_date) AS m, avg(revenue) AS a FROM data GROUP BY 1")
        .df()
    )
    assert done.toolbox.analyses[0].result is not None
    found = {row[0]: row[1] for row in done.toolbox.analyses[0].result.rows}
    assert found == pytest.approx(dict(zip(frame.m, frame.a, strict=True)))


async def test_figures_said_are_cells_of_the_result(connections: dict[str, Any]) -> None:
    done = await ask(
        connections, "Is there a correlation between Age and Fare? Report r and p to 3 decimals."
    )
    result = done.toolbox.analyses[0].result
    assert result is not None
    cells = [cell for cell in result.rows[0] if isinstance(cell, float)]
    listed = re.findall(r"^- .*: \*\*([-\d.]+)\*\*$", done.text, re.MULTILINE)
    assert listed
    assert all(any(f"{cell:.3f}" == said for cell in cells) for said in listed)


async def test_a_refused_statistic_is_told_and_the_turn_ends(connections: dict[str, Any]) -> None:
    connection = connect("CREATE TABLE data AS SELECT i AS a, 5 AS b, i * 1.5 AS c FROM range(40) t(i)")
    done = await talk(connection, "correlation between b and c with p-value", filename="x.csv")
    assert "could not compute this" in done.text
    assert done.follow_ups
