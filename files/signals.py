"""What the rest of the product may want to hear of files, without files knowing who listens."""

from __future__ import annotations

from django.dispatch import Signal

reading_ended = Signal()
"""A session's file was read, or could not be: `file`, `options`, `elapsed_ms`, `error`, `error_code` (both
empty when it was; then `file` is at its new version). Sent inside the transaction that stores it."""
