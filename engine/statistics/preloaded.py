"""Importing this imports every statistic, and the libraries they stand on, without starting a thread."""

from __future__ import annotations

import sys
from typing import Any

_modules: dict[str, Any] = sys.modules
# Where it is installed, a library imports it for whoever hands it such frames. It starts threads, and a
# process that forks must have none.
_modules["polars"] = None

from engine.statistics.run import load_all  # noqa: E402

load_all()
del _modules["polars"]
