"""A session as a Markdown report: questions, answers, tables, and the SQL behind them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from chat.exports.blocks import Block, Chart, Problem, Question, Table, Text, blocks_of
from sessions_app.models import Session


def session_markdown(session: Session) -> str:
    """The conversation as Markdown. Charts are Vega-Lite code blocks, since Markdown can't draw."""
    head = f"# {_plain(session.title)}\n\n{_plain(session.file.filename)}, {session.file.row_count:,} rows"
    return "\n\n".join([head, *(_rendered(block) for block in blocks_of(session))]) + "\n"


def _rendered(block: Block) -> str:
    match block:
        case Question():
            return f"## {_plain(block.text)}"
        case Text():
            return block.markdown + _unverified_note(block)
        case Table():
            return _table(block)
        case Chart():
            return f"**{_plain(block.title)}**\n\n{_fenced(json.dumps(block.spec), 'vega-lite')}"
        case Problem():
            return f"> {_plain(block.text)}"


def _unverified_note(text: Text) -> str:
    if not text.unverified:
        return ""
    return f"\n\n*Not traced to any result: {_plain(', '.join(text.unverified))}*"


def _table(table: Table) -> str:
    rule = _row("--:" if column.is_number else "---" for column in table.columns)
    lines = [_row(_plain(cell.text) for cell in row) for row in (table.columns, *table.rows)]
    lines.insert(1, rule)
    grid = "\n".join(lines) if table.columns else ""
    return f"{grid}\n\n{_plain(table.note)}\n\n{_fenced(table.sql, 'sql')}" if table.sql else grid


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _fenced(code: str, language: str) -> str:
    """A fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def _plain(text: str) -> str:
    """Text of strangers on one line, with nothing that Markdown or HTML would act on."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!])", r"\\\1", " ".join(text.split()))
