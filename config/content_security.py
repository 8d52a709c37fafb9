"""What a browser may do with the pages that come from here: run our own files, and nothing else.

`connect-src 'self'` covers the WebSocket of the same host in Chromium since 71, in Firefox, and in Safari
since 16, which is older than anything the web app runs in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import HttpResponseBase

DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "object-src": [NONE],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def with_inline_styles(view: _View) -> _View:
    """For pages whose libraries put <style> elements into the document: charts, dialogs, the API browser."""
    return cast("_View", csp_update({"style-src": [UNSAFE_INLINE]})(view))
