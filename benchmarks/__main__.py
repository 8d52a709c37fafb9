"""`python -m benchmarks [--small]`: prints one table; a quick run leaves the large files out."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks import concurrent_uploads, first_token, ledger, profile, query, statistics, upload, web, wide
from benchmarks.report import HEAD


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="leave the 900 MB file out, and send less elsewhere"
    )
    small = parser.parse_args().small
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        rows = upload.measure(folder, 100)
        rows += [] if small else upload.measure(folder, 900)
        rows += query.measure(folder, 100 if small else 900)
        rows += profile.measure(folder, 100 if small else 900)
        rows += statistics.measure(folder, 1_000_000 if small else 10_000_000)
        rows += concurrent_uploads.measure(folder, 20 if small else 100)
        rows += wide.measure(folder, 100, 10_000)
        rows += wide.measure(folder, 1_000, 2_000 if small else 20_000)
        rows += first_token.measure(folder)
        rows += ledger.measure()
        rows += web.measure(folder)
    sys.stdout.write("\n".join([HEAD, *(row.markdown() for row in rows)]) + "\n")


if __name__ == "__main__":
    main()
