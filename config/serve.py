"""`python -m config.serve`: the production server, after telling the person what to do next."""

from __future__ import annotations

import os
import sys

import django
import uvicorn
from django.core.exceptions import ImproperlyConfigured


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.stderr.write(f"The server can't start: {error}\n")
        return 2
    from django.conf import settings

    sys.stdout.write(_welcome(settings.HOST, settings.PORT, settings.ANALYST, settings.CLAUDE.model))
    sys.stdout.flush()
    uvicorn.run(
        "config.asgi:application",
        host=settings.HOST,
        port=settings.PORT,
        log_config=None,  # Django's LOGGING is in force already
        access_log=False,  # config.request_id logs each request, without its query string
        proxy_headers=False,  # TRUSTED_PROXY_COUNT decides whose word is taken
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    return 0


def _welcome(host: str, port: int, analyst: str, model: str) -> str:
    address = f"http://{'localhost' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    if analyst == "claude":
        who = f"Claude ({model}) answers."
    else:
        who = "The built-in analyst answers. Set ANTHROPIC_API_KEY to let Claude do it."
    return f"""
  Chat with a data file: {address}

  {who}

  Next: open it in a browser, sign up and drop a file, or try a sample.
  The API is described at {address}/api/docs.
  For the admin: make superuser, then {address}/admin/

"""


if __name__ == "__main__":
    sys.exit(main())
