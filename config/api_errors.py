"""The one error shape of the API: `{"detail": sentence, "code": stable_snake_case}`."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

logger = logging.getLogger(__name__)


class ApiError(exceptions.APIException):
    """An error with its own status, sentence and code: `raise ApiError(415, "…", "wrong_extension")`.

    `errors` go beside them: sentences by field.
    """

    def __init__(
        self, status_code: int, detail: str, code: str, errors: dict[str, list[str]] | None = None
    ) -> None:
        super().__init__(detail, code)
        self.status_code = status_code
        self.errors = errors


_SENTENCES: dict[type[Exception], tuple[str, str]] = {
    exceptions.NotAuthenticated: (
        "Log in first: this needs an Authorization: Bearer token.",
        "not_authenticated",
    ),
    exceptions.NotFound: ("There is nothing at this address.", "not_found"),
    exceptions.PermissionDenied: ("You may not do this.", "permission_denied"),
}


def handle(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every exception becomes the one shape; none shows its insides."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return _unexpected(error)
    response.data = _body(error)
    return response


def _body(error: exceptions.APIException) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return _validation_body(error)
    if isinstance(error, exceptions.Throttled):
        seconds = getattr(error, "wait", None)
        wait = f" Try again in {seconds:.0f} s." if seconds else " Try again later."
        return {"detail": "Too many requests." + wait, "code": "throttled"}
    if isinstance(error, exceptions.ParseError):  # its own words quote the parser
        return {"detail": "The request body can't be read: it is malformed.", "code": "malformed_request"}
    if type(error) in _SENTENCES and str(error.detail) == str(error.default_detail):
        detail, code = _SENTENCES[type(error)]
        return {"detail": detail, "code": code}
    body = {"detail": str(error.detail), "code": getattr(error.detail, "code", error.default_code)}
    return {**body, "errors": error.errors} if isinstance(error, ApiError) and error.errors else body


def _validation_body(error: exceptions.ValidationError) -> dict[str, Any]:
    """The first field's sentence is the `detail`; all of them go beside it as `errors`."""
    fields = error.detail if isinstance(error.detail, dict) else {"non_field_errors": error.detail}
    errors = {str(name): [str(item) for item in _flat(items)] for name, items in fields.items()}
    codes = [getattr(item, "code", "invalid") for items in fields.values() for item in _flat(items)]
    name, sentences = next(iter(errors.items()), ("non_field_errors", ["The request is not valid."]))
    detail = sentences[0] if name == "non_field_errors" else f"{name}: {sentences[0]}"
    return {"detail": detail, "code": codes[0] if codes else "invalid", "errors": errors}


def _flat(items: Any) -> list[Any]:
    if isinstance(items, dict):
        return [leaf for value in items.values() for leaf in _flat(value)]
    return list(items) if isinstance(items, list) else [items]


def _unexpected(error: Exception) -> Response:
    if isinstance(error, OperationalError) and "disk is full" in str(error):  # SQLite's words
        logger.error("The database's disk is full")
        return Response(_DISK_FULL, status=status.HTTP_507_INSUFFICIENT_STORAGE)
    if isinstance(error, OperationalError):
        logger.warning("The database could not answer: %s", error)
        return Response(
            {"detail": "The database is busy. Try again in a moment.", "code": "database_busy"},
            status=status.HTTP_503_SERVICE_UNAVAILABLE,
            headers={"Retry-After": "2"},
        )
    logger.error("Unexpected error in a request", exc_info=error)
    return Response(_INTERNAL, status=status.HTTP_500_INTERNAL_SERVER_ERROR)


_DISK_FULL = {
    "detail": "The server's disk is full; nothing was kept. Tell its operator.",
    "code": "disk_full",
}
_INTERNAL = {
    "detail": "Something went wrong on the server. It was logged; try again.",
    "code": "internal_error",
}


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Django's `handler404`."""
    detail, code = _SENTENCES[exceptions.NotFound]
    return JsonResponse({"detail": detail, "code": code}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Django's `handler400`: what Django itself refuses before a view runs."""
    return JsonResponse(
        {"detail": "The request is not valid HTTP for this server.", "code": "bad_request"}, status=400
    )


def server_error(request: HttpRequest) -> JsonResponse:
    """Django's `handler500`."""
    return JsonResponse(_INTERNAL, status=500)


def field_error(field: str, sentences: list[str], code: str) -> exceptions.ValidationError:
    """A 400 about one field, for rules that a serializer doesn't know."""
    return exceptions.ValidationError({field: [exceptions.ErrorDetail(s, code) for s in sentences]})
