"""Figures rounded the way that was asked for."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chat.analysts.builtin.figures import as_number, figure, rounded
from chat.analysts.builtin.requests.form import Form


def shown(cell: object, form: Form) -> str:
    """A cell for a sentence: as asked, else as everywhere."""
    value = as_number(cell)
    if value is None or (form.decimals is None and form.significant is None and not form.percent):
        return figure(cell)
    if form.percent:
        return f"{rounded(value * 100, 1 if form.decimals is None else form.decimals)} %"
    if form.significant is not None and value:
        return f"{Decimal(repr(value)):.{form.significant}g}"
    return rounded(value, form.decimals or 0)


def bare(cell: object, decimals: int | None) -> str:
    """A cell without thousands separators, for labels and programs; a count stays whole."""
    value = as_number(cell)
    if value is None or isinstance(cell, int):
        return str(cell)
    if decimals is None:
        return f"{int(value)}" if value == int(value) and abs(value) < 1e15 else f"{value:.6g}"
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
