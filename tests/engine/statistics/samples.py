"""Samples without a worker: columns of plain lists become what `engine.statistics.fetch` makes of a SELECT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from engine.statistics.catalogue import OPERATIONS
from engine.statistics.operation import Kind
from engine.statistics.sample import Sample

Columns = Mapping[str, Any]
"""Lists or arrays of the same length, by name."""


def make_sample(
    columns: Columns, roles: Mapping[str, str | Sequence[str]], operation: str, **parameters: Any
) -> Sample:
    """A sample for an operation of the catalogue; `parameters` are completed with its defaults.

    A role may name one column or several. The kind of an ANY role's column follows its values:
    numbers are NUMERIC, dates TIME, everything else CATEGORY. Numeric infinities become missing.
    """
    declared = OPERATIONS[operation]
    named = {field: (names,) if isinstance(names, str) else tuple(names) for field, names in roles.items()}
    kinds: dict[str, Kind] = {}
    for field, names in named.items():
        role = declared.role(field)
        assert role is not None, f"{operation} has no role {field}"
        for name in names:
            kinds[name] = _kind_of(columns[name]) if role.kind is Kind.ANY else role.kind
    infinite: dict[str, int] = {}
    frame = pd.DataFrame({name: _series(columns[name], kind, name, infinite) for name, kind in kinds.items()})
    return Sample(frame, named, kinds, declared.complete(parameters), infinite)


def _kind_of(values: Sequence[Any] | np.ndarray[Any, Any]) -> Kind:
    series = pd.Series(values)
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return Kind.TIME
    if pd.api.types.is_numeric_dtype(series.dtype) and not pd.api.types.is_bool_dtype(series.dtype):
        return Kind.NUMERIC
    return Kind.CATEGORY


def _series(values: Any, kind: Kind, name: str, infinite: dict[str, int]) -> pd.Series[Any]:
    if kind is Kind.NUMERIC:
        numbers = np.array([np.nan if value is None else value for value in values], dtype=float)
        if count := int(np.isinf(numbers).sum()):
            infinite[name] = count
        numbers[np.isinf(numbers)] = np.nan
        return pd.Series(numbers)
    if kind is Kind.TIME:
        return pd.Series(pd.to_datetime(pd.Series(values)))
    texts = [None if value is None or value != value else _text(value) for value in values]
    return pd.Series(pd.Categorical(texts, categories=_in_natural_order(values)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool | np.bool_) else str(value)


def _in_natural_order(values: Any) -> list[str]:
    present = {value for value in values if value is not None and value == value}
    try:
        return [_text(value) for value in sorted(present)]
    except TypeError:
        return sorted(str(value) for value in present)
