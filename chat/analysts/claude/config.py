"""Everything that can be set about the Claude analyst, handed in as one frozen value.

The package knows neither Django nor the environment; whoever builds the analyst fills this in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Effort = Literal["low", "medium", "high", "xhigh", "max"]


@dataclass(frozen=True, slots=True)
class ClaudeConfig:
    """Access, models and limits. Counts are tokens as the API bills them unless the name says otherwise."""

    api_key: str = field(repr=False)
    """May be empty when `base_url` is a gateway that wants none."""
    base_url: str | None = None
    """None means Anthropic's own API."""
    model: str = "claude-sonnet-5-5"
    title_model: str = "claude-haiku-5-5"
    effort: Effort | None = None
    """How much the model thinks; None leaves it to the model, as models before 4.6 demand."""

    max_steps: int = 12
    """Model calls in one turn, retries of a failed call not counted."""
    max_tokens: int = 16_000
    """Output of one call, thinking included."""
    max_turn_output_tokens: int = 48_000
    max_turn_input_tokens: int = 1_000_000
    """Input of all calls of a turn, whether read from the cache or not."""
    history_token_budget: int = 20_000
    """Estimated at three characters a token."""

    request_timeout_seconds: float = 90.0
    """How long the API may stay silent, from connecting to the last byte."""
    call_timeout_seconds: float = 600.0
    """How long one call may take in all, however lively its stream is."""
    title_timeout_seconds: float = 8.0
    max_retries: int = 3
    """Further attempts after a call that failed for a passing reason."""
    retry_base_seconds: float = 1.0
    """The first wait; each further one is twice as long."""
    max_retry_wait_seconds: float = 60.0
    """A `retry-after` beyond this ends the turn instead of keeping a person waiting."""

    result_max_rows: int = 100
    """Rows of one query result that the model gets to read."""
    result_max_chars: int = 12_000
    data_card_max_chars: int = 48_000
    """Size of the file's description, however many columns it has."""
