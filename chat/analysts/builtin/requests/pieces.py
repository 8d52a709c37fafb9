"""A message cut into clauses, each of which may be a request of its own."""

from __future__ import annotations

import re

_MARKER = re.compile(
    r"(?:^|\n)\s*(?:\(?\d{1,2}[.)]|[-*•–]|\(?[a-h][.)])\s+|(?<=[\s:;])(?:\(?[1-9][.)]|\(?[a-h]\))\s+"
    r"(?=[A-Za-z])",
    re.I,
)
_SENTENCE = re.compile(r"(?<!\bvs\.)(?<!\be\.g\.)(?<!\bi\.e\.)(?<=[.?!;])\s+|\n+")
_STARTS = (
    r"(?:what(?:'s|\s+is|\s+are|\s+was|\s+were)?|how\s+(?:many|much|does|do|strong)|which|who|is\s+there|"
    r"are\s+there|is|are|does|do|calculate|compute|find|determine|test|"
    r"check|perform|conduct|run|fit|train|predict|forecast|cluster|describe|identify|detect|list|show|plot|"
    r"draw|compare|"
    r"tell\s+me|create|investigate|assess|evaluate|count\s+(?:the|how))\b"
)
_JOINT = re.compile(rf"\s*[,;]?\s+(?:and\s+(?:then\s+|also\s+)?|then\s+|also\s+|plus\s+)(?={_STARTS})", re.I)
_LEAD = re.compile(
    r"^\s*(?:for|among|amongst|considering|within|of|in|looking(?:\s+only)?\s+at|using\s+only|only\s+for|if\s+"
    r"we\s+only\s+consider)\b[^,?.:;]{2,90}[,:]\s*",
    re.I,
)


def pieces(message: str) -> list[str]:
    """Every clause that may be a request of its own."""
    found: list[str] = []
    for block in _blocks(message):
        lead = ""
        for sentence in filter(str.strip, _SENTENCE.split(block)):
            match = _LEAD.match(sentence)
            clauses = _JOINT.split(sentence)
            if match and match.group().rstrip().endswith(":"):
                lead = match.group()
            shared = match.group() if match and len(clauses) > 1 else lead
            for place, clause in enumerate(clauses):
                own = place == 0 and match is not None
                found.append(clause.strip() if own or not shared else f"{shared}{clause.strip()}")
    return [piece for piece in found if re.search(r"\w", piece)]


def _blocks(message: str) -> list[str]:
    """The points of a numbered or bulleted list, with what introduces it; else the message."""
    marks = list(_MARKER.finditer(message))
    if len(marks) < 2:
        return [message]
    ends = [*(mark.start() for mark in marks[1:]), len(message)]
    points = [message[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
    lead = message[: marks[0].start()].strip()
    if lead.endswith(":") and _LEAD.match(lead):
        return [f"{lead} {point}" for point in points]
    return [lead, *points] if lead and not lead.endswith(":") else points
