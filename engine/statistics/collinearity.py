"""Predictors that repeat each other: exactly, which no regression can untangle, or nearly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import qr, solve_triangular

from engine.errors import StatisticRefused
from engine.statistics.design_matrix import INTERCEPT, Floats, column_scales
from engine.statistics.results import Assumption, ResultTable
from engine.statistics.tables import table
from engine.statistics.wording import listed, number

_EXACT = 1e-11
"""Share of a column that must remain after the others are taken out. Sums in floating point leave
1e-16; NIST's Filip, hard but determined, leaves 6e-10."""
_STRONG_VIF = 10.0
"""Above it, a predictor's effect is poorly determined (Marquardt 1970)."""


def refuse_collinear(matrix: Floats, terms: Sequence[str]) -> None:
    """Raises StatisticRefused naming columns that follow exactly from others.

    By QR with column pivoting (Golub & Van Loan, Matrix Computations, 5.4) of the scaled columns.
    """
    triangle = np.linalg.qr(matrix / column_scales(matrix), mode="r")
    upper, order = qr(triangle, mode="r", pivoting=True)
    remaining = np.abs(np.diag(upper))
    rank = int((remaining > _EXACT * remaining[0]).sum())
    if rank == len(terms):
        return
    weights = np.abs(solve_triangular(upper[:rank, :rank], upper[:rank, rank]))
    involved = [terms[order[i]] for i in range(rank) if weights[i] > 1e-6]
    others = [term for term in sorted(involved, key=list(terms).index) if term != INTERCEPT]
    raise StatisticRefused(
        f"{terms[order[rank]]} follows exactly from {listed(others) or 'a constant'}, so their effects "
        "can't be told apart: leave one of them out."
    )


def variance_inflation(matrix: Floats) -> Floats:
    """Variance inflation factors of columns other than the intercept. Shape (columns,).

    The diagonal of the inverse of their correlation matrix (Belsley, Kuh & Welsch 1980, 3.2), from
    the QR of the standardized columns, which keeps twice the digits of the matrix itself.
    """
    if matrix.shape[1] == 1:
        return np.ones(1)
    centred = matrix - matrix.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=0)
    triangle = np.linalg.qr(centred, mode="r")
    inverse = solve_triangular(triangle, np.eye(len(triangle)))
    factors: Floats = np.einsum("ij,ij->i", inverse, inverse)
    return factors


def condition_number(matrix: Floats) -> float:
    """Of the columns, the intercept too, scaled to length 1 (Belsley, Kuh & Welsch 1980, 3.3)."""
    triangle = np.linalg.qr(matrix, mode="r")
    return float(np.linalg.cond(triangle / np.linalg.norm(triangle, axis=0)))


def collinearity(matrix: Floats, terms: Sequence[str]) -> tuple[list[ResultTable], Assumption]:
    """Tables `collinearity` (VIF of each term) and `condition`, and the assumption they check."""
    kept = [i for i, term in enumerate(terms) if term != INTERCEPT]
    factors = variance_inflation(matrix[:, kept])
    named = [terms[i] for i in kept]
    condition = condition_number(matrix)
    tables = [
        table("collinearity", {"term": "VARCHAR", "vif": "DOUBLE"}, zip(named, factors, strict=True)),
        table("condition", {"condition_number": "DOUBLE"}, [[condition]]),
    ]
    strong = [name for name, factor in zip(named, factors, strict=True) if factor >= _STRONG_VIF]
    detail = f"Largest variance inflation factor {number(float(factors.max()))} (10 or more is strong)"
    detail += f": {listed(strong)} repeat each other." if strong else "."
    return tables, Assumption("Predictors don't repeat each other", not strong, detail)
