"""A session as one HTML file without outside references: it opens anywhere, prints, and runs nothing."""

from __future__ import annotations

import base64
import logging
from concurrent.futures import Future
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from chat.exports.blocks import Block, Chart, Text, blocks_of
from config.engine import get_engine
from engine.errors import EngineError
from sessions_app.models import Session

logger = logging.getLogger(__name__)

# Stands in the document too, which will be opened from a disk.
CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

# Text of a model or of strangers: no HTML passes, and no images, which could call home.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def session_html(session: Session) -> str:
    """The conversation with its tables, charts as pictures, and the SQL folded below each table."""
    blocks = list(blocks_of(session))
    pictures = {
        position: get_engine().render_chart(block.spec)
        for position, block in enumerate(blocks)
        if isinstance(block, Chart)
    }
    shown = [_shown(block, pictures.get(position)) for position, block in enumerate(blocks)]
    context = {"session": session, "blocks": shown, "policy": CONTENT_SECURITY_POLICY}
    return render_to_string("chat/report.html", context)


def _shown(block: Block, picture: Future[str] | None) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    if isinstance(block, Text):
        return {"kind": kind, "block": block, "html": _rendered(block.markdown)}
    if picture is not None:
        return {"kind": kind, "block": block, "source": _source(picture)}
    return {"kind": kind, "block": block}


def _rendered(markdown: str) -> SafeString:
    html: str = _MARKDOWN.render(markdown)  # it escapes what isn't Markdown
    return mark_safe(html)  # noqa: S308


def _source(picture: Future[str]) -> str | None:
    """The SVG as an image's address: inside an image, nothing of it can run."""
    try:
        return "data:image/svg+xml;base64," + base64.b64encode(picture.result().encode()).decode()
    except EngineError as error:
        logger.warning("A chart could not be drawn for an export: %s", error.message)
        return None
