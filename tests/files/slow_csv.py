"""A file whose import takes long enough to be watched, cancelled and killed."""

from __future__ import annotations

import random

SLOW_ROWS = 300_000


def csv_that_takes_seconds() -> bytes:
    """One short row in its middle sends the import the careful way."""
    source = random.Random(3)
    rows = [b"%d,%s" % (number, source.randbytes(40).hex().encode()) for number in range(SLOW_ROWS)]
    rows[SLOW_ROWS // 2] = b"short"
    return b"id,text\n" + b"\n".join(rows) + b"\n"
