"""Sizes of folders in which others write and delete."""

from __future__ import annotations

from pathlib import Path

from engine.disk_usage import bytes_below


def test_counts_files_at_every_depth(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "one").write_bytes(b"x" * 10)
    (tmp_path / "a" / "b" / "two").write_bytes(b"x" * 5)
    assert bytes_below(tmp_path) == 15
    assert bytes_below(tmp_path / "gone") == 0


def test_what_vanishes_meanwhile_is_no_error(tmp_path: Path) -> None:
    """A link to nothing stands for it: listed, and gone when it is looked at."""
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    (tmp_path / "stays").write_bytes(b"x")
    assert bytes_below(tmp_path) == 1
