"""The model's one chance to prove what it wrote: figures that stand in no result are put to it."""

from __future__ import annotations

from chat.analysts.base import AnalystEvent, EndOfText, Toolbox
from chat.analysts.claude.results import as_data
from chat.events import Text

MAX_FIGURES = 20

_REQUEST = (
    "the server found figures in what you wrote that it can't trace to a result of a tool:\n{figures}\n"
    "The person sees each of them marked as unverified. Run one query or analysis that returns them (let it "
    "compute differences, shares and roundings), then write the corrected sentences in one short message, "
    "saying what they correct; write nothing if the query confirms what stands there"
)


class Proof:
    """Collects what a turn has shown, and asks once about figures without proof."""

    def __init__(self, toolbox: Toolbox) -> None:
        self._toolbox = toolbox
        self._shown: list[str] = [""]
        self.was_asked = False

    def saw(self, event: AnalystEvent) -> None:
        if isinstance(event, Text):
            self._shown[-1] += event.text
        elif isinstance(event, EndOfText):
            self._shown.append("")

    async def request(self) -> str | None:
        """What the model is asked to prove; None when nothing is open, or when it was asked before."""
        if self.was_asked:
            return None
        unproven = [
            figure for text in self._shown if text for figure in await self._toolbox.unproven_figures(text)
        ]
        if not unproven:
            return None
        self.was_asked = True
        lines = [
            as_data({"figure": f.text, "in": f.context, "why": f.reason}) for f in unproven[:MAX_FIGURES]
        ]
        return _REQUEST.format(figures="\n".join(lines))
