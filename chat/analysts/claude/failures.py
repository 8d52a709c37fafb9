"""Why a model call failed: one stable code, one sentence for a person, and whether to try again.

The SDK's exceptions end in `client.py`; beyond it there is only `ModelCallError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time

OPERATOR = "tell the operator of this server."


@dataclass(frozen=True, slots=True)
class _Kind:
    message: str
    passing: str | None = None
    """For failures worth a retry: the half-sentence in front of "trying again"."""


KINDS: dict[str, _Kind] = {
    "model_overloaded": _Kind(
        "Claude is overloaded right now. Try again in a minute.", "Claude is overloaded"
    ),
    "model_rate_limited": _Kind(
        "This server's rate limit at Claude is used up right now. Try again in a minute.",
        "Claude's rate limit is reached",
    ),
    "model_unavailable": _Kind(
        "Claude has an internal problem right now. Try again in a minute.", "Claude has an internal problem"
    ),
    "model_unreachable": _Kind(
        "Claude can't be reached from this server. Try again in a minute; if it stays that way, " + OPERATOR,
        "Claude can't be reached",
    ),
    "model_timeout": _Kind("Claude took too long to answer. Try again.", "Claude took too long"),
    "model_stream_dropped": _Kind(
        "The connection to Claude broke off in the middle of the answer. Ask again.",
        "The connection to Claude broke off",
    ),
    "model_auth_failed": _Kind("The server's Anthropic API key was refused; " + OPERATOR),
    "model_permission_denied": _Kind(
        "The server's Anthropic API key may not use this Claude model; " + OPERATOR
    ),
    "model_not_found": _Kind("The Claude model that this server is set to use doesn't exist; " + OPERATOR),
    "model_billing": _Kind(
        "The server's Anthropic account has no credit or reached its spend limit; " + OPERATOR
    ),
    "model_bad_request": _Kind("Claude refused the request as malformed; " + OPERATOR),
    "model_request_too_large": _Kind("The conversation is too large for Claude. Ask a narrower question."),
    "model_context_exceeded": _Kind(
        "The conversation no longer fits into Claude's memory. Start a new session."
    ),
    "model_refused": _Kind("Claude declined to answer this. Ask it in another way."),
    "model_output_limit": _Kind(
        "Claude's answer was longer than the limit and was cut off. Ask for less at once."
    ),
    "model_bad_tool_calls": _Kind("Claude kept calling its tools in a way that can't be run. Ask again."),
    "model_empty_answer": _Kind("Claude gave no answer. Ask again, or in other words."),
    "model_failed": _Kind("The call to Claude failed for an unknown reason; " + OPERATOR),
}
"""Every code that an `Error` of this analyst can carry."""

_CODE_OF_TYPE = {
    "overloaded_error": "model_overloaded",
    "rate_limit_error": "model_rate_limited",
    "api_error": "model_unavailable",
    "timeout_error": "model_timeout",
    "authentication_error": "model_auth_failed",
    "permission_error": "model_permission_denied",
    "not_found_error": "model_not_found",
    "billing_error": "model_billing",
    "invalid_request_error": "model_bad_request",
    "request_too_large": "model_request_too_large",
}
_CODE_OF_STATUS = {
    400: "model_bad_request",
    401: "model_auth_failed",
    402: "model_billing",
    403: "model_permission_denied",
    404: "model_not_found",
    408: "model_timeout",
    409: "model_unavailable",
    413: "model_request_too_large",
    422: "model_bad_request",
    429: "model_rate_limited",
    504: "model_timeout",
    529: "model_overloaded",
}


class ModelCallError(Exception):
    """A model call that gave no usable answer. `retry_after` is in seconds, where the API named it."""

    def __init__(
        self,
        code: str,
        *,
        detail: str = "",
        retry_after: float | None = None,
        retryable: bool | None = None,
    ) -> None:
        kind = KINDS[code]
        super().__init__(code)
        self.code = code
        self.message = f"{kind.message} {detail}".strip()
        self.passing = kind.passing or "The call to Claude failed"
        self.retry_after = retry_after
        self.retryable = kind.passing is not None if retryable is None else retryable


def status_code_of(status: int, error_type: str | None, error_code: str | None, message: str | None) -> str:
    """The code for an error the API reported, by HTTP status or, in mid-stream, by its type."""
    text = (message or "").lower()
    if (error_code or "").endswith("spend_limit_reached") or "credit balance" in text:
        return "model_billing"
    if "prompt is too long" in text:
        return "model_context_exceeded"
    by_status = _CODE_OF_STATUS.get(status) or ("model_unavailable" if status >= 500 else "model_failed")
    return _CODE_OF_TYPE.get(error_type or "", by_status)


def seconds_of(retry_after: str | None) -> float | None:
    """The wait in a `retry-after` header, which holds seconds or a date; None when it holds neither."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time())
    except ValueError:
        return None
