"""How much lies below a folder in which others are at work."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def bytes_below(folder: Path) -> int:
    """Of all files at whatever depth; what vanishes meanwhile, a folder included, doesn't count."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                total += Path(parent, name).stat().st_size
    return total
