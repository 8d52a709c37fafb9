"""What one turn may still cost: steps and tokens, and which of them ran out."""

from __future__ import annotations

from chat.analysts.claude.config import ClaudeConfig
from chat.analysts.claude.prompts import OUT_OF_STEPS, OUT_OF_TOKENS
from chat.events import Usage

LEAST_USEFUL_OUTPUT = 256
"""Tokens below which another call is not worth making."""


class Budget:
    """Counts model calls and tokens of a turn against its limits."""

    def __init__(self, config: ClaudeConfig) -> None:
        self._config = config
        self._steps = 0
        self._spent = Usage()

    def spend(self, usage: Usage) -> None:
        self._spent += usage

    def count_step(self) -> None:
        self._steps += 1

    def exhausted(self) -> str | None:
        """The sentence that tells a person which limit ends the turn; None while there is room."""
        if self._steps >= self._config.max_steps:
            return OUT_OF_STEPS
        if (
            self._output_left() < LEAST_USEFUL_OUTPUT
            or self._input_spent() >= self._config.max_turn_input_tokens
        ):
            return OUT_OF_TOKENS
        return None

    @property
    def is_last_step(self) -> bool:
        """Exactly one more call may be made."""
        return self._steps == self._config.max_steps - 1

    @property
    def max_tokens(self) -> int:
        """Output that the next call may produce."""
        return min(self._config.max_tokens, self._output_left())

    @property
    def lowers_max_tokens(self) -> bool:
        """The turn's limit, not the call's, is what cuts the next answer."""
        return self._output_left() < self._config.max_tokens

    def _output_left(self) -> int:
        return self._config.max_turn_output_tokens - self._spent.output_tokens

    def _input_spent(self) -> int:
        spent = self._spent
        return spent.input_tokens + spent.cache_read_input_tokens + spent.cache_creation_input_tokens
