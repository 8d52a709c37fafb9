"""Chart suggestions over HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from asgiref.sync import async_to_sync
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from analysis.charts.serializers import SuggestionQuerySerializer, SuggestionsSerializer
from analysis.charts.suggestions.services import NOTHING_TO_SHOW, SuggestionsFailed, suggest_charts
from analysis.datasets import Dataset, dataset_of
from analysis.plans.problems import did_you_mean, shown
from config.api_errors import ApiError, field_error
from sessions_app.ownership import owned_session

_STATUS_OF_CODE = {"data_missing": 410, "worker_crashed": 503}


class ChartSuggestionsView(APIView):
    @extend_schema(parameters=[SuggestionQuerySerializer], responses=SuggestionsSerializer)
    def get(self, request: Request, session_id: str) -> Response:
        """Charts worth looking at, the most effective first, each with its SQL and the reason for it."""
        dataset = dataset_of(owned_session(request, session_id).file)
        query = SuggestionQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        _check_columns(dataset, query.validated_data["columns"])
        try:
            found = async_to_sync(suggest_charts)(dataset=dataset, **query.validated_data)
        except SuggestionsFailed as error:
            raise ApiError(_STATUS_OF_CODE.get(error.code, 400), error.message, error.code) from error
        reason = None if found else NOTHING_TO_SHOW
        return Response(SuggestionsSerializer({"suggestions": found, "reason": reason}).data)


def _check_columns(dataset: Dataset, columns: Sequence[str]) -> None:
    names = [column.name for column in dataset.columns]
    sentences = [
        f"There is no column {shown(column)}.{did_you_mean(column, names)}"
        for column in columns
        if column not in names
    ]
    if sentences:
        raise field_error("columns", sentences, "unknown_column")
