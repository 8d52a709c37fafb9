"""NIST's StRD sets for the analysis of variance, as they ship with SciPy: data and certified F.

https://www.itl.nist.gov/div898/strd/anova/anova.html
"""

from __future__ import annotations

import re
from importlib import resources

NAMES = ("SiRstv", *(f"SmLs0{number}" for number in range(1, 10)), "AtmWtAg")
_HEADER_LINES = 60


def read(name: str) -> tuple[float, dict[str, list[float]]]:
    """The certified F and the values of each treatment."""
    text = (resources.files("scipy.stats.tests") / "data" / "nist_anova" / f"{name}.dat").read_text()
    certified = re.search(r"^Between \w+(?:\s+\S+){3}\s+(\S+)", text, re.MULTILINE)
    assert certified is not None
    groups: dict[str, list[float]] = {}
    for line in filter(str.strip, text.splitlines()[_HEADER_LINES:]):
        treatment, value = line.split()
        groups.setdefault(treatment, []).append(float(value))
    return float(certified[1]), groups
