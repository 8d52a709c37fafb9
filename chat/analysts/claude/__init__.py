"""Questions answered by Claude: it writes the SQL, DuckDB runs it, every call is recorded.

`ClaudeAnalyst` is imported on first use: the settings need `ClaudeConfig` in every process, and a
management command should not have to load an HTTP client for it.
"""

from typing import TYPE_CHECKING, Any

from chat.analysts.claude.config import ClaudeConfig

if TYPE_CHECKING:
    from chat.analysts.claude.analyst import ClaudeAnalyst

__all__ = ["ClaudeAnalyst", "ClaudeConfig"]


def __getattr__(name: str) -> Any:
    if name != "ClaudeAnalyst":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from chat.analysts.claude.analyst import ClaudeAnalyst

    return ClaudeAnalyst
