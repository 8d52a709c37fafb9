"""Sizes of folders in which others write and delete."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from engine.disk_usage import bytes_below


def test_counts_files_at_every_depth(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "one").write_bytes(b"x" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * 5)
    assert bytes_below(tmp_path) == 15
    assert bytes_below(tmp_path / "gone") == 0


def test_what_vanishes_meanwhile_is_no_error(tmp_path: Path) -> None:
    done = threading.Event()

    def churn() -> None:
        while not done.is_set():
            (tmp_path / "a" / "b").mkdir(parents=True)
            for name in ("one", "two", "three"):
                (tmp_path / "a" / "b" / name).write_bytes(b"x")
            shutil.rmtree(tmp_path / "a")

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        assert all(bytes_below(tmp_path) <= 3 for _ in range(2_000))
    finally:
        done.set()
        thread.join()
