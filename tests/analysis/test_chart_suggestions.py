"""Chart suggestions: which charts a file invites, in which order, and that each one can be drawn."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.charts.suggestions.columns import Role, cast_of
from analysis.charts.suggestions.ranking import ranked
from analysis.charts.suggestions.rules import Suggestion, suggestions_for
from tests.client import Api
from tests.server import ServerProcess


def column(name: str, meaning: str, duckdb_type: str, distinct: int = 10, **more: Any) -> dict[str, Any]:
    return {"name": name, "meaning": meaning, "type": duckdb_type, "distinct": distinct, **more}


def profile(*columns: dict[str, Any], relations: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"columns": list(columns), "file": {"relations": list(relations)}}


def relation(first: str, second: str, value: float) -> dict[str, Any]:
    return {"first": first, "second": second, "measure": "pearson", "value": value, "n": 100}


DAY = column("day", "date", "DATE", 300)
PRICE = column("price", "currency", "DOUBLE", 200)
REVENUE = column("revenue", "currency", "DOUBLE", 300)
REGION = column("region", "category", "VARCHAR", 4)
PRODUCT = column("product", "category", "VARCHAR", 12)
SHOP = profile(DAY, PRICE, REVENUE, REGION, PRODUCT)


def suggested(document: dict[str, Any], *focus: str, count: int = 6) -> list[Suggestion]:
    wanted = frozenset(focus)
    return ranked(suggestions_for(cast_of(document, wanted)), wanted, count)


def test_money_over_time_comes_first() -> None:
    first = suggested(SHOP)[0]
    assert (first.chart_type, first.columns) == ("line", ("day", "revenue"))
    assert first.plan == {"operation": "sum", "chart_type": "line", "x_axis": "day", "y_axis": "revenue"}
    assert first.title == "Total revenue over day"


def test_suggestions_differ_in_kind_and_fall_in_score() -> None:
    found = suggested(SHOP)
    assert len({each.chart_type for each in found[:4]}) >= 3
    assert all(0 < each.score <= 1 for each in found)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert len({(each.chart_type, each.columns) for each in found}) == 6


def test_what_adds_up_is_summed_and_the_rest_averaged() -> None:
    plans = {each.columns: each.plan["operation"] for each in suggestions_for(cast_of(SHOP, frozenset()))}
    assert plans["day", "revenue"] == "sum"
    assert plans["day", "price"] == "mean"
    discount = profile(DAY, column("discount", "measure", "DOUBLE"))
    assert suggested(discount)[0].plan["operation"] == "mean", "no count in it"


def test_a_strong_relation_rises() -> None:
    numbers = [column(name, "measure", "DOUBLE") for name in ("a1", "b1", "c1")]
    first = suggested(profile(*numbers, relations=(relation("c1", "b1", -0.95),)))[0]
    assert (first.chart_type, set(first.columns)) == ("scatter", {"b1", "c1"})
    assert "(|r| = 0.95)" in first.reason


def test_a_category_that_follows_from_another_makes_no_grid() -> None:
    related = profile(REGION, PRODUCT, relations=(relation("region", "product", 1.0),))
    assert "heatmap" in {each.chart_type for each in suggested(profile(REGION, PRODUCT))}
    assert "heatmap" not in {each.chart_type for each in suggested(related)}


def test_a_focus_is_in_every_chart_and_all_of_it_first() -> None:
    found = suggested(SHOP, "price", "region")
    assert set(found[0].columns) == {"price", "region"}
    assert all({"price", "region"} & set(each.columns) for each in found)


def test_a_focus_is_never_crowded_out() -> None:
    many = profile(*(column(f"measure {number}", "measure", "DOUBLE") for number in range(40)))
    assert all("measure 39" in each.columns for each in suggested(many, "measure 39"))


@pytest.mark.parametrize(
    "odd",
    [
        column("id", "id", "VARCHAR", 900),
        column("comment", "text", "VARCHAR", 900),
        column("same", "measure", "DOUBLE", 1),
        column("nothing", "measure", "DOUBLE", 3, null_share=1.0),
        column("day as text", "date", "VARCHAR", 300),
        column("price as text", "currency", "VARCHAR", 300),
        column("streets", "category", "VARCHAR", 51),
        column("unknown", "other", "STRUCT(a INTEGER)", None),  # type: ignore[arg-type]
    ],
)
def test_columns_that_no_chart_could_show_are_left_out(odd: dict[str, Any]) -> None:
    assert suggested(profile(odd)) == []


def test_years_that_are_numbers_run_along_time() -> None:
    years = profile(column("year", "date", "BIGINT", 30), column("population", "measure", "BIGINT", 300))
    assert (suggested(years)[0].chart_type, suggested(years)[0].columns) == ("line", ("year", "population"))


def test_coordinates_make_a_map() -> None:
    places = profile(
        column("Latitude", "geographic", "DOUBLE", 90), column("lng", "geographic", "DOUBLE", 90)
    )
    cast = cast_of(places, frozenset())
    assert cast.places is not None
    assert [place.role for place in cast.places] == [Role.LATITUDE, Role.LONGITUDE]
    assert [each.plan["x_axis"] for each in suggested(places)] == ["lng"]


def test_sentences_hold_long_and_odd_names() -> None:
    name = "a\nb" * 300
    for each in suggested(profile(DAY, column(name, "measure", "DOUBLE"))):
        assert "\n" not in each.title + each.reason
        assert len(each.title) < 200


# Through the server


def rows_of(shop: int) -> str:
    return f"{shop % 28 + 1:02d}"


CSV = "day,region,price,weight,note\n" + "".join(
    f"2024-{number % 12 + 1:02d}-{rows_of(number)},{['North', 'South', 'East'][number % 3]},"
    f"€{10 + number * 7 % 90}.50,{number * 13 % 40 + 0.5},remark number {number}\n"
    for number in range(240)
)


def suggestions(api: Api, session_id: str, **query: Any) -> dict[str, Any]:
    response = api.get(f"/api/sessions/{session_id}/chart-suggestions", params=query)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_suggestions_are_drawn_ranked_and_recorded(api: Api) -> None:
    session_id = api.upload(CSV.encode())
    body = suggestions(api, session_id)
    found = body["suggestions"]
    assert (len(found), body["reason"]) == (6, None)
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    for each in found:
        assert each["vega_lite_spec"]["title"] == each["title"]
        assert each["vega_lite_spec"]["data"]["values"]
        assert each["reason"].endswith(".")
        execution = api.get(f"/api/sessions/{session_id}/executions/{each['execution_id']}").json()
        assert (execution["kind"], execution["sql"], execution["is_error"]) == ("plot", each["sql"], False)


def test_a_suggested_plan_runs(api: Api) -> None:
    session_id = api.upload(CSV.encode())
    plan = suggestions(api, session_id, limit=1)["suggestions"][0]["plan"]
    response = api.post(f"/api/sessions/{session_id}/executions", json={"plan": plan})
    assert response.status_code == 201, response.text


def test_suggestions_for_columns(api: Api) -> None:
    session_id = api.upload(CSV.encode())
    found = suggestions(api, session_id, columns=["weight", "region"], limit=3)["suggestions"]
    assert len(found) == 3
    assert set(found[0]["columns"]) == {"weight", "region"}


def test_the_unit_of_a_column_is_on_its_axis(api: Api) -> None:
    session_id = api.upload(CSV.encode())
    found = suggestions(api, session_id, columns=["price"], limit=6)["suggestions"]
    histogram = next(each for each in found if each["chart_type"] == "histogram")
    assert histogram["vega_lite_spec"]["encoding"]["x"]["title"] == "Price (€)"


def test_a_file_without_anything_to_chart(api: Api) -> None:
    csv = "remark\n" + "".join(f"a long remark with the number {number} in it\n" for number in range(99))
    body = suggestions(api, api.upload(csv.encode()))
    assert body["suggestions"] == []
    assert "a chart needs a column of quantities" in body["reason"]


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ({"columns": "prise"}, "Did you mean 'price'?"),
        ({"limit": 0}, "limit"),
        ({"limit": 21}, "limit"),
        ({"limit": "many"}, "limit"),
    ],
)
def test_a_bad_request_is_explained(api: Api, query: dict[str, Any], hint: str) -> None:
    session_id = api.upload(CSV.encode())
    response = api.get(f"/api/sessions/{session_id}/chart-suggestions", params=query)
    assert response.status_code == 400
    assert hint in response.json()["detail"]


def test_a_stranger_gets_nothing(api: Api, stranger: Api) -> None:
    assert stranger.get(f"/api/sessions/{api.upload()}/chart-suggestions").status_code == 404


def test_lost_files_are_said(api: Api, server: ServerProcess) -> None:
    session_id = api.upload(CSV.encode())
    suggestions(api, session_id, limit=1)
    (server.data_dir / session_id / "data.duckdb").unlink()
    response = api.get(f"/api/sessions/{session_id}/chart-suggestions", params={"columns": "weight"})
    assert (response.status_code, response.json()["code"]) == (410, "data_missing")
