"""Small data sets whose answers are published: with R, in its manual pages, and in NIST's handbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

SLEEP = {
    "first": [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    "second": [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
}
"""R's sleep: hours of sleep gained by ten patients with each of two drugs (Student, 1908)."""

PLANT_GROWTH = {
    "ctrl": [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    "trt1": [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    "trt2": [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
}
"""R's PlantGrowth: dried weight of plants under a control and two treatments (Dobson, 1983)."""

INSECT_SPRAYS = {
    "A": [10, 7, 20, 14, 14, 12, 10, 23, 17, 20, 14, 13],
    "B": [11, 17, 21, 11, 16, 14, 17, 17, 19, 21, 7, 13],
    "C": [0, 1, 7, 2, 3, 1, 2, 1, 3, 0, 1, 4],
    "D": [3, 5, 12, 6, 4, 3, 5, 5, 5, 5, 2, 4],
    "E": [3, 5, 3, 5, 3, 6, 1, 1, 3, 2, 6, 4],
    "F": [11, 9, 15, 22, 15, 16, 13, 10, 26, 26, 24, 13],
}
"""R's InsectSprays: insects counted on plots treated with six sprays (Beall, 1942)."""

TOOTH_GROWTH = {
    "OJ": [
        *(15.2, 21.5, 17.6, 9.7, 14.5, 10.0, 8.2, 9.4, 16.5, 9.7),
        *(19.7, 23.3, 23.6, 26.4, 20.0, 25.2, 25.8, 21.2, 14.5, 27.3),
        *(25.5, 26.4, 22.4, 24.5, 24.8, 30.9, 26.4, 27.3, 29.4, 23.0),
    ],
    "VC": [
        *(4.2, 11.5, 7.3, 5.8, 6.4, 10.0, 11.2, 11.2, 5.2, 7.0),
        *(16.5, 16.5, 15.2, 17.3, 22.5, 17.3, 13.6, 14.5, 18.8, 15.5),
        *(23.6, 18.5, 33.9, 25.5, 26.4, 32.5, 26.7, 21.5, 23.3, 29.5),
    ],
}
"""R's ToothGrowth: teeth of guinea pigs by source of vitamin C (Crampton, 1947)."""

PERMEABILITY = {
    "at term": [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
    "earlier": [1.15, 0.88, 0.90, 0.74, 1.21],
}
"""R's ?wilcox.test: permeability of a membrane (Hollander & Wolfe, 1973, p. 69)."""

DEPRESSION = {
    "before": [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30],
    "after": [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
}
"""R's ?wilcox.test: a depression scale at two visits (Hollander & Wolfe, 1973, p. 29)."""

MUCOCILIARY = {
    "normal": [2.9, 3.0, 2.5, 2.6, 3.2],
    "obstructive": [3.8, 2.7, 4.0, 2.4],
    "asbestosis": [2.8, 3.4, 3.7, 2.2, 2.0],
}
"""R's ?kruskal.test: mucociliary efficiency (Hollander & Wolfe, 1973, p. 116)."""

SERUM_IRON = {
    "Ramsay": [
        *(111, 107, 100, 99, 102, 106, 109, 108, 104, 99),
        *(101, 96, 97, 102, 107, 113, 116, 113, 110, 98),
    ],
    "Jung-Parekh": [
        *(107, 108, 106, 98, 105, 103, 110, 105, 104, 100),
        *(96, 108, 103, 104, 114, 114, 113, 108, 106, 99),
    ],
}
"""R's ?mood.test: serum iron by two methods (Hollander & Wolfe, 1973, p. 86)."""

GEAR = {
    "1": [1.006, 0.996, 0.998, 1.000, 0.992, 0.993, 1.002, 0.999, 0.994, 1.000],
    "2": [0.998, 1.006, 1.000, 1.002, 0.997, 0.998, 0.996, 1.000, 1.006, 0.988],
    "3": [0.991, 0.987, 0.997, 0.999, 0.995, 0.994, 1.000, 0.999, 0.996, 0.996],
    "4": [1.005, 1.002, 0.994, 1.000, 0.995, 0.994, 0.998, 0.996, 1.002, 0.996],
    "5": [0.998, 0.998, 0.982, 0.990, 1.002, 0.984, 0.996, 0.993, 0.980, 0.996],
    "6": [1.009, 1.013, 1.009, 0.997, 0.988, 1.002, 0.995, 0.998, 0.981, 0.996],
    "7": [0.990, 1.004, 0.996, 1.001, 0.998, 1.000, 1.018, 1.010, 0.996, 1.002],
    "8": [0.998, 1.000, 1.006, 1.000, 1.002, 0.996, 0.998, 0.996, 1.002, 1.006],
    "9": [1.002, 0.998, 0.996, 0.995, 0.996, 1.004, 1.004, 0.998, 0.999, 0.991],
    "10": [0.991, 0.995, 0.984, 0.994, 0.997, 0.997, 0.991, 0.998, 1.004, 0.997],
}
"""GEAR.DAT of the NIST/SEMATECH e-handbook: diameters of gears in ten batches."""

BERKELEY = {
    "A": ((512, 313), (89, 19)),
    "B": ((353, 207), (17, 8)),
    "C": ((120, 205), (202, 391)),
    "D": ((138, 279), (131, 244)),
    "E": ((53, 138), (94, 299)),
    "F": ((22, 351), (24, 317)),
}
"""R's UCBAdmissions: by department, men and women (rows) admitted and rejected (columns)."""

HAIR_AND_EYES = ((68, 20, 15, 5), (119, 84, 54, 29), (26, 17, 14, 14), (7, 94, 10, 16))
"""R's HairEyeColor, both sexes: hair black, brown, red, blond by eyes brown, blue, hazel, green."""

CONVICTIONS = ((2, 15), (10, 3))
"""R's ?fisher.test: twins, dizygotic and monozygotic, of criminals, convicted or not (Fisher, 1962)."""

JOB_SATISFACTION = ((1, 3, 10, 6), (2, 3, 10, 7), (1, 6, 14, 12), (0, 1, 9, 11))
"""R's ?fisher.test: job satisfaction by income (Agresti, 2002, p. 57)."""


def long_form(groups: Mapping[str, Sequence[float]]) -> dict[str, list[float] | list[str]]:
    """Samples as a figure `value` beside a column `group`."""
    return {
        "value": [value for values in groups.values() for value in values],
        "group": [label for label, values in groups.items() for _ in values],
    }


def cases(counts: Iterable[Iterable[int]], **fixed: str) -> dict[str, list[str]]:
    """A table of counts as its single cases: `row` r0, r1 … by `column` c0, c1 …, and what is fixed."""
    found: dict[str, list[str]] = {"row": [], "column": [], **{name: [] for name in fixed}}
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            found["row"] += [f"r{i}"] * count
            found["column"] += [f"c{j}"] * count
            for name, value in fixed.items():
                found[name] += [value] * count
    return found


def stacked(parts: Iterable[Mapping[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Several tables of cases below each other."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, values in part.items():
            found.setdefault(name, []).extend(values)
    return found
