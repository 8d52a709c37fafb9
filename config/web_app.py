"""The page of the web app. Its scripts and styles are static files, named by their content."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from config.content_security import with_inline_styles

_NOT_BUILT = "The web app isn't built: start the server with “make run”. The API works: /api/docs\n"


def _built(request: HttpRequest, **_: object) -> str | None:
    """An ETag: the page changes with each build, and with nothing else."""
    try:
        facts = settings.WEB_APP_PAGE.stat()
    except OSError:
        return None
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}"'


@with_inline_styles
@require_safe
@cache_control(no_cache=True)
@condition(etag_func=_built)
def page(request: HttpRequest, **_: object) -> HttpResponse:
    """The same page at every address of the app, which reads the rest of the address itself."""
    try:
        return HttpResponse(settings.WEB_APP_PAGE.read_bytes())
    except OSError:
        return HttpResponse(_NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
