"""A wrong setting stops the start with a sentence that names it; a right one is taken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Env
from tests.server import ROOT, environment


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "http", "whole number"),
        ("PORT", "70000", "between 0 and 65535"),
        ("MAX_UPLOAD_SIZE", "1GB", "whole number"),
        ("MAX_UPLOAD_SIZE", "0", "between 1"),
        ("DEBUG", "maybe", "true or false"),
        ("ANALYST", "gpt", "one of auto, claude, builtin"),
        ("ANALYST", "claude", "ANTHROPIC_API_KEY"),
        ("DATABASE_URL", "mysql://me:secret@host/db", "sqlite"),
        ("REDIS_URL", "localhost:6379", "redis"),
        ("ANTHROPIC_BASE_URL", "localhost:1", "http"),
        ("QUERY_TIMEOUT_SECONDS", "soon", "a number"),
        ("QUERY_TIMEOUT_SECONDS", "-1", "at least"),
        ("SECRET_KEY", "short", "32 characters"),
        ("LOG_FORMAT", "xml", "one of text, json"),
        ("DATA_DIR", "/proc/nowhere", "DATA_DIR"),
        ("DATA_DIR", "/tmp/what?", "DATA_DIR must not hold"),
    ],
)
def test_a_wrong_value_stops_the_start(tmp_path: Path, name: str, value: str, words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "config.serve"],
        cwd=ROOT,
        env={**environment(tmp_path), name: value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert name in done.stderr
    assert words in done.stderr
    assert "secret" not in done.stderr


def test_readers_give_typed_values() -> None:
    env = Env({"A": " 5 ", "B": "Yes", "C": "x, y,,z ", "D": "2.5", "E": "", "F": "off"})
    assert env.integer("A", 1) == 5
    assert env.integer("E", 1) == 1
    assert env.boolean("B", default=False) is True
    assert env.boolean("F", default=True) is False
    assert env.boolean("missing", default=True) is True
    assert env.words("C") == ["x", "y", "z"]
    assert env.words("E", ["d"]) == ["d"]
    assert env.number("D", 1.0) == 2.5
    assert env.text("missing", "x") == "x"
    with pytest.raises(ImproperlyConfigured, match="at least"):
        env.number("D", 1.0, minimum=3)
    with pytest.raises(ImproperlyConfigured, match="but it is nan"):
        Env({"A": "nan"}).number("A", 1.0)


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("FROM_FILE=1\nFROM_BOTH=file\n")
    monkeypatch.setenv("FROM_BOTH", "environment")
    env = Env.load(dotenv)
    assert (env.text("FROM_FILE"), env.text("FROM_BOTH")) == ("1", "environment")


def test_every_setting_is_in_the_readme() -> None:
    import re

    source = (ROOT / "config" / "settings.py").read_text()
    names = set(re.findall(r"env\.\w+\(\s*['\"]([A-Z_]+)['\"]", source))
    readme = (ROOT / "README.md").read_text()
    assert len(names) > 30
    assert {name for name in names if f"`{name}`" not in readme} == set()
