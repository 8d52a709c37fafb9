"""Postgres stores no NUL character, in no text and no JSON; a cell of a filthy file may hold one."""

from __future__ import annotations

import json
import re
from typing import Any

_REPLACEMENT = "\ufffd"
# An escaped NUL that is not the tail of an escaped backslash.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def nul_safe(text: str) -> str:
    """`text` with NUL shown as the replacement character."""
    return text.replace("\0", _REPLACEMENT)


class NulSafeEncoder(json.JSONEncoder):
    """Encodes JSON documents that every database can store."""

    def encode(self, o: Any) -> str:
        return _ESCAPED_NUL.sub(r"\1\\ufffd", super().encode(o))
