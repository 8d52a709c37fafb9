"""`manage.py evaluate`: real turns over real files, a table for people, a report for programs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.client import SALES
from tests.server import manage

SUITE = """
name: small
files: {sales: sales.csv}
questions:
  - {id: rows, file: sales, kind: counts, ask: "how many rows?", gold: {value: 5}}
  - {id: wrong, file: sales, kind: counts, ask: "how many rows?", gold: {value: 6}}
  - {id: regions, file: sales, kind: groups, ask: ["total price", "by region?"],
     gold: {sql: "SELECT region, sum(price) FROM data GROUP BY region"}}
  - {id: declines, file: sales, kind: declines, ask: "who is the president?", gold: {declines: true}}
"""


def suite_at(folder: Path, text: str = SUITE) -> Path:
    (folder / "sales.csv").write_bytes(SALES)
    path = folder / "suite.yaml"
    path.write_text(text)
    return path


@pytest.fixture
def data_dir(tmp_path: Path, template_db: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(template_db, folder)
    return folder


def test_questions_are_asked_scored_and_cleaned_up(tmp_path: Path, data_dir: Path) -> None:
    report = tmp_path / "report.json"
    done = manage(data_dir, "evaluate", str(suite_at(tmp_path)), "--report", str(report))
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line.split()[1:] for line in done.stdout.splitlines() if line.strip()}
    assert lines["counts"][:4] == ["1", "of", "2", "50.0%"]
    assert lines["groups"][:4] == ["1", "of", "1", "100.0%"]
    assert lines["total"][:4] == ["3", "of", "4", "75.0%"]
    assert "wrong: how many rows?" in done.stdout
    document = json.loads(report.read_text())
    assert (document["suite"], document["analyst"]) == ("small", "builtin")
    outcomes = {outcome["id"]: outcome for outcome in document["outcomes"]}
    assert outcomes["regions"]["question"] == "total price / by region?"
    assert outcomes["rows"]["unverified_figures"] == 0
    left = [path for path in data_dir.iterdir() if path.is_dir() and len(path.name) == 36]
    assert left == []


def test_a_limit_asks_only_the_first(tmp_path: Path, data_dir: Path) -> None:
    done = manage(data_dir, "evaluate", str(suite_at(tmp_path)), "--limit", "1")
    assert "1 of 1" in done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [", "is not YAML"),
        ("name: x\nfiles: {}\nquestions: []", "questions: List should have at least 1 item"),
        (SUITE.replace("sales.csv", "none.csv"), "the file 'sales' is not at"),
        (SUITE.replace("id: wrong", "id: rows"), "these ids stand more than once: rows"),
        (SUITE.replace("file: sales, kind: groups", "file: other, kind: groups"), "not listed under files"),
        (SUITE.replace("{value: 6}", "{}"), "give exactly one of sql, value, values and declines"),
        (SUITE.replace("{value: 6}", "{vlaue: 6}"), "gold.vlaue"),
    ],
)
def test_a_suite_that_cant_be_used_says_where_and_why(
    tmp_path: Path, data_dir: Path, text: str, words: str
) -> None:
    done = manage(data_dir, "evaluate", str(suite_at(tmp_path, text)))
    assert done.returncode == 1
    assert words in done.stderr


def test_claude_needs_a_key(tmp_path: Path, data_dir: Path) -> None:
    done = manage(data_dir, "evaluate", str(suite_at(tmp_path)), "--analyst", "claude")
    assert "Claude needs ANTHROPIC_API_KEY or ANTHROPIC_BASE_URL." in done.stderr
