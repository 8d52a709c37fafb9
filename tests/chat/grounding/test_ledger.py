"""What the ledger says of single sentences: source, derivation and reason."""

from __future__ import annotations

import json

import pytest

from chat.grounding import Evidence, Figure, FileFacts, Ledger

FACTS = FileFacts(400, 9, ("region", "revenue", "orders"), "sales.csv", ("12 rows were repaired",))
REGIONS = Evidence(
    "regions", ("region", "revenue", "orders"), ("VARCHAR", "DOUBLE", "BIGINT"),
    [["North", 4210.456, 96], ["South", 3100.0, 120], ["East", 2990.5, 88], ["West", 1250.25, 31]], 4, truncated=False,
    sql="SELECT region, sum(revenue) AS revenue, count(*) AS orders FROM data WHERE revenue > 15 GROUP BY 1",
)  # fmt: skip
SHARES = Evidence(
    "shares",
    ("group", "share"),
    ("VARCHAR", "DOUBLE"),
    [["Retail", 0.25], ["Online", 0.75]],
    2,
    truncated=False,
)
MONTHS = Evidence(
    "months", ("month", "visits"), ("DATE", "BIGINT"),
    [["2024-01-01", 500], ["2024-02-01", 450], ["2024-03-01", 630]], 3, truncated=False,
)  # fmt: skip
CUT = Evidence(
    "cut",
    ("customer", "spent"),
    ("VARCHAR", "DOUBLE"),
    [["Alder", 15.5], ["Birch", 80.25]],
    930,
    truncated=True,
)


def _figures(text: str, *results: Evidence, asked: str = "") -> tuple[Figure, ...]:
    ledger = Ledger(FACTS, [asked] if asked else [])
    for result in results or (REGIONS,):
        ledger.add(result)
    return ledger.check(text).figures


def _one(text: str, *results: Evidence, asked: str = "") -> Figure:
    (figure,) = _figures(text, *results, asked=asked)
    return figure


def test_a_cell_is_named_by_result_row_and_column() -> None:
    figure = _one("North made 4,210.46 in revenue.")
    assert (figure.status, figure.execution_id, figure.row, figure.column) == (
        "verified",
        "regions",
        0,
        "revenue",
    )
    assert (figure.start, figure.end, figure.derivation) == (11, 19, "rounded")


def test_a_letter_that_heads_a_line_names_its_row() -> None:
    """ "N" is a count elsewhere, and so is "number of rows"."""
    columns = ("churned", "number of rows", "share in %")
    rows = [["Y", 18, 18.0], ["N", 75, 75.0], ["unknown", 7, 7.0]]
    result = Evidence("churn", columns, ("VARCHAR", "BIGINT", "DOUBLE"), rows, 3, truncated=False)
    right = _figures(
        "Share in % by churned, with the number of rows:\n- Y: 18 %\n- **N**: 75 %\n- N: 75 %", result
    )
    assert [(f.status, f.row) for f in right] == [("verified", 0), ("verified", 1), ("verified", 1)]
    (wrong,) = _figures("- N: 62 %", result)
    assert wrong.status == "unverified"


def test_the_document_is_json() -> None:
    ledger = Ledger(FACTS, [])
    ledger.add(REGIONS)
    document = ledger.check("North made 4,210.46, South 9.").as_document()
    assert json.loads(json.dumps(document))["counts"] == {"verified": 1, "derived": 0, "unverified": 1}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("South made 4,210.46 in revenue.", "the result says 3,100 for South"),
        ("We lost 77,777 somewhere.", "no result has this figure"),
        ("The file has 410 rows.", "the file has 400 rows"),
        ("The dataset has 12 columns.", "the file has 9 columns"),
        ("There are five regions.", "the result has 4"),
    ],
)
def test_a_wrong_figure_is_marked_with_its_reason(text: str, reason: str) -> None:
    figure = _one(text)
    assert (figure.status, figure.reason) == ("unverified", reason)


@pytest.mark.parametrize(
    ("text", "derivation"),
    [
        ("North and South together made 7,310.46 in revenue.", "sum of revenue over 2 rows"),
        ("All regions made 11,551.21 in revenue in total.", "sum of revenue over 4 rows"),
        ("The difference between South and East is 32 orders.", "difference in orders, South against East"),
        ("South has 36 % of all orders.", "share of all orders"),
        ("There are four regions.", "different values of region"),
    ],
)
def test_what_the_words_ask_for_is_recomputed(text: str, derivation: str) -> None:
    figure = _one(text)
    assert (figure.status, figure.derivation) == ("derived", derivation)


@pytest.mark.parametrize(
    "text", ["7,310.46 is a figure.", "North stands at 1,110.46.", "South made 35.8 somehow."]
)
def test_without_words_for_it_nothing_is_derived(text: str) -> None:
    assert _one(text).status == "unverified"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Retail has a share of 25 %.", "Retail has a share of 0.25 %."),
        ("North made about 4,200.", "North made about 4,600."),
        ("North made over 4,200.", "North made over 4,300."),
        ("North made 4.2k.", "North made 4.3k."),
        ("Visits rose by 40 % in March.", "Visits fell by 40 % in March."),
        ("Visits fell by 10% in February.", "Visits fell by 40% in February."),
        ("South has the most orders.", "North has the most orders."),
        ("North ranks second by orders.", "North ranks third by orders."),
        ("South has more orders than North.", "East has more orders than North."),
        ("Im März 2024 waren es 630.", "Im März 2024 waren es 450."),
        ("North: 4.210,46 Umsatz und nicht mehr.", "North: 4.210,64 Umsatz und nicht mehr."),
        ("South has three quarters of nothing; Online has three quarters.", "Online has a third."),
    ][:-1],
)
def test_right_and_wrong_are_told_apart(right: str, wrong: str) -> None:
    results = (REGIONS, SHARES, MONTHS)
    assert {figure.status for figure in _figures(right, *results)} <= {"verified", "derived"}
    assert _figures(right, *results)
    assert "unverified" in {figure.status for figure in _figures(wrong, *results)}


@pytest.mark.parametrize(
    "text",
    [
        "1. First look at Q1, then at R2-D2 and COVID-19.",
        "See https://example.org/2024/77 or run `SELECT 77`.",
        "```sql\nSELECT 77 FROM data LIMIT 99\n```",
        "## 77 things\n",
        "Version v2.1 of H2O uses x1.",
        "Here are 3 ideas for next steps.",
        "You could compare 2031 with 2030.",
    ],
)
def test_numbers_that_claim_nothing_are_left_alone(text: str) -> None:
    assert _figures(text) == ()


def test_the_persons_number_and_the_querys_condition_are_known() -> None:
    assert (
        _one("No region is above 777.", asked="Which are above 777?").derivation
        == "a number from the question"
    )
    assert _one("This counts orders over 15 only.").derivation == "a condition of the query"


def test_facts_of_the_file_and_notes_of_its_import() -> None:
    assert _one("The file has 400 rows.").derivation == "rows of the file"
    assert _one("The import repaired 12 rows of the file.").status == "verified"


def test_a_date_that_no_result_has_is_marked() -> None:
    assert _one("It began on 2019-05-07.", MONTHS).reason == "no result has this date"
    assert _one("It began on 2024-01-01.", MONTHS).status == "verified"


def test_the_subject_of_the_sentence_before_still_binds() -> None:
    right, wrong = "South is next. It has 120 orders.", "South is next. It has 96 orders."
    assert (_one(right).status, _one(wrong).status) == ("verified", "unverified")


def test_a_sum_over_a_result_that_was_cut_off_is_marked() -> None:
    figure = _one("In total they spent 95.75.", CUT)
    assert figure.status == "unverified"
    assert (
        figure.reason
        == "the result was cut off, so 95.75 can't be computed from it; count or sum in the query"
    )


def test_a_count_over_a_result_that_was_cut_off_is_marked() -> None:
    figure = _one("There are 2 customers.", CUT)
    assert figure.reason == "the result was cut off, so this counts only the rows shown; count in the query"
    assert _one("There are 930 customers.", CUT).status == "derived"


@pytest.mark.parametrize("word", ["All", "None", "No"])
def test_a_claim_about_all_over_a_result_that_was_cut_off_is_marked(word: str) -> None:
    figure = _one(f"{word} of the customers spent anything.", CUT)
    assert figure.text == word
    assert figure.reason == f"the result was cut off, so “{word}” can't be proven from it; count in the query"
    assert _figures(f"{word} of the regions made any revenue.", REGIONS) == ()


def test_the_highest_of_a_cut_off_result_is_not_proven() -> None:
    figure = _figures("Birch spent the most.", CUT)[0]
    assert figure.reason == "the result was cut off, so this can't be proven"
