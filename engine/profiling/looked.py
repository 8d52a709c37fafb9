"""One column with everything that was found out about it, and the profile that this makes."""

from __future__ import annotations

from dataclasses import dataclass

from engine.profiling.basics import Basics
from engine.profiling.columns import ColumnProfile, Meaning, Outliers
from engine.profiling.distributions import Distribution
from engine.profiling.frequencies import Frequencies
from engine.profiling.keys import Uniqueness


@dataclass(frozen=True, slots=True)
class Looked:
    """What the scans of a column brought; what it has no use for is None."""

    basics: Basics
    meaning: Meaning
    reason: str
    frequencies: Frequencies | None = None
    uniqueness: Uniqueness | None = None
    distribution: Distribution | None = None
    outliers: Outliers | None = None

    @property
    def is_counted(self) -> bool:
        """Whether `distinct` is exact."""
        if self.uniqueness is not None:
            return self.uniqueness.proven
        return self.frequencies is not None and not self.frequencies.is_estimate

    def profile(self, *, is_sampled: bool) -> ColumnProfile:
        basics = self.basics
        return ColumnProfile(
            name=basics.name,
            type=basics.column.type,
            meaning=self.meaning,
            reason=self.reason,
            filled=basics.filled,
            nulls=basics.nulls,
            distinct=distinct_of(basics, self.frequencies, self.uniqueness),
            minimum=basics.low,
            maximum=basics.high,
            mean=basics.mean,
            std=basics.std,
            infinite=basics.infinite,
            quantiles=self.distribution.quantiles if self.distribution else {},
            histogram=self.distribution.histogram if self.distribution else None,
            top_values=self.frequencies.top if self.frequencies else (),
            lengths=basics.lengths,
            outliers=self.outliers,
            approximate=tuple(self._approximate(is_sampled=is_sampled)),
        )

    def _approximate(self, *, is_sampled: bool) -> list[str]:
        named = {
            "distinct": not self.is_counted and self.basics.distinct is not None,
            "uniqueness": not self.is_counted and self.basics.distinct is not None,
            "quantiles": is_sampled and self.distribution is not None and bool(self.distribution.quantiles),
            "histogram": is_sampled
            and self.distribution is not None
            and self.distribution.histogram is not None,
            "top_values": self.frequencies is not None and self.frequencies.is_estimate,
            "outliers": is_sampled and self.outliers is not None,
        }
        return [name for name, estimated in named.items() if estimated]


def distinct_of(basics: Basics, frequencies: Frequencies | None, uniqueness: Uniqueness | None) -> int | None:
    """The best count there is of a column's different values."""
    if uniqueness is not None:
        return uniqueness.distinct
    if frequencies is not None and not frequencies.is_estimate:
        return frequencies.distinct
    return basics.distinct
