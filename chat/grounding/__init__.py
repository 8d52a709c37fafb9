"""The ledger of figures: every figure of an answer is traced to the cell it came from, or marked.

A language model can misquote a result that it has just seen. So the server reads each finished
text, finds its figures and looks each one up in the results of the conversation, bound to the row
and the column that the sentence speaks about. `docs/grounding.md` explains the rules and states
what they miss.
"""

from __future__ import annotations

from chat.grounding.ledger import Ledger
from chat.grounding.records import Evidence, Figure, FileFacts, Grounding

__all__ = ["Evidence", "Figure", "FileFacts", "Grounding", "Ledger"]
