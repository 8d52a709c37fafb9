"""Recomputing a figure whose sentence doesn't say how it was computed.

"R-20417: 52 deliveries (21.2 %)" is right without the word "share". What words don't ask for is believed
only where a chance match is all but ruled out: the figure shows enough digits for the few values that
can be computed from the rows its sentence names, and where it names none, from the whole result.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, permutations

from chat.grounding.basis import Basis
from chat.grounding.context import Sentence
from chat.grounding.derive import Derivation, direction_fits, spans
from chat.grounding.index import Table, canonical
from chat.grounding.lexer import Written
from chat.grounding.lexicon import word_set
from chat.grounding.lookup import Cell, fits
from chat.grounding.wording import NO_NOUN, Wording, candidates

MAX_TRIED = 300
MAX_ROWS = 30
MAX_RESULTS = 3
_MAX_COLUMNS = 8
_CHANCE = 0.01
# Values of real data spread over about two powers of ten, ln(100) wide on the scale where they lie evenly.
_SPREAD = 4.6
_NOT_ADDED = word_set("mean median std min max share p coefficient error r statistic interval t")
_WHOLE_LEAD = (("of",), ("of", "the"), ("of", "all"), ("von",), ("der",), ("von", "den"))


def recomputed(
    figure: Written, sentence: Sentence, tables: Sequence[Table]
) -> tuple[Table, Derivation] | None:
    """The first result and derivation that yield this figure, if that can hardly be chance."""
    allowed = tries(figure)
    if not allowed or figure in sentence.notations:
        return None
    wording = Wording(sentence, figure)
    for table in candidates(tables, wording, sentence.bound(figure))[:MAX_RESULTS]:
        basis = Basis(table, figure, sentence, wording)
        for derived in islice(_plausible(basis), allowed):
            if fits(figure, derived.value) and _sign_holds(basis, derived):
                return table, derived
    return None


def tries(figure: Written) -> int:
    """How many values may be tried before one of them fits by chance in one of a hundred texts."""
    if figure.kind not in ("number", "percent", "points") or figure.hedge or not figure.value:
        return 0
    width = max(2 * figure.half, 1.0 if figure.whole and figure.kind == "number" else 0.0)
    return min(int(_CHANCE * _SPREAD * abs(figure.value) / width), MAX_TRIED) if width else MAX_TRIED


def _sign_holds(basis: Basis, derived: Derivation) -> bool:
    if derived.signed:
        return direction_fits(basis, derived.value)
    return basis.figure.negative == (derived.value < 0)


def _plausible(basis: Basis) -> Iterator[Derivation]:
    """What the figure may have been computed as, the likeliest first."""
    for span in spans(basis) if basis.table.dated is not None else ():
        yield from _parts(basis, span)
    rows = _named_rows(basis)
    if len(rows) > MAX_ROWS:
        return
    if rows:
        yield from _within(basis, rows)
        yield from _between_rows(basis)
        yield from _parts(basis, rows)
        if not _is_whole(basis):
            return
    if len(basis.table.rows) <= MAX_ROWS:
        yield from _of_all(basis)


def _named_rows(basis: Basis) -> frozenset[int]:
    """The rows that the names bound to the figure leave; none where nothing is named."""
    bound = basis.sentence.bound(basis.figure)
    known = any(m.rows_in(basis.table.number) for names in bound for m in names)
    return (basis.bound_rows or frozenset()) if known else frozenset()


def _is_whole(basis: Basis) -> bool:
    """ "Of the 4,500 tickets", "4,500 tickets; 1,846 in Billing": said of everything before a name is."""
    figure, sentence = basis.figure, basis.sentence
    if sentence.scope(figure).left[-2:] in _WHOLE_LEAD or sentence.scope(figure).left[-1:] in _WHOLE_LEAD:
        return True
    first = min((name.start for name in sentence.mentions), default=figure.end)
    return any(figure.end <= other.start < first for other in sentence.figures)


def _added(basis: Basis) -> list[int]:
    """The columns that can be added up: those the words allow, all for a noun that no column goes by."""
    noun = {canonical(word) for word in basis.sentence.scope(basis.figure).right} - NO_NOUN
    said = {canonical(word) for word in basis.sentence.words}
    strange = bool(noun) and noun.isdisjoint(basis.table.vocabulary)
    others = [i for i in basis.table.numeric if strange or basis.column(i).words & said]
    columns = [*basis.columns, *(i for i in others if i not in basis.columns)]
    return [i for i in columns if basis.column(i).words.isdisjoint(_NOT_ADDED)][:_MAX_COLUMNS]


def _total(basis: Basis, rows: frozenset[int], column: int) -> float:
    if len(rows) == len(basis.table.rows):
        return basis.column(column).total
    return sum(basis.value(row, column) or 0.0 for row in rows)


def _cell(basis: Basis, rows: frozenset[int], column: int) -> Cell | None:
    return Cell(basis.table, min(rows), column) if len(rows) == 1 else None


def _within(basis: Basis, rows: frozenset[int]) -> Iterator[Derivation]:
    """From one column to another of the same rows: a change, a rate, a part, what is left."""
    whole = len(rows) > 1
    for first, second in basis.table.counterparts:
        x, y = _total(basis, rows, first), _total(basis, rows, second)
        words = f"{basis.column(first).name} to {basis.column(second).name}"
        value = (y - x) if basis.figure.kind == "number" else (y - x) / abs(x) * 100 if x else None
        if value is not None:
            yield Derivation(
                value, f"change, {words}", _cell(basis, rows, second), signed=True, whole_table=whole
            )
    open_columns = [i for i in basis.table.numeric if basis.column(i).words.isdisjoint(_NOT_ADDED)]
    for a, b in permutations(open_columns[:_MAX_COLUMNS], 2):
        yield from _of_columns(basis, rows, a, b)


def _of_columns(basis: Basis, rows: frozenset[int], a: int, b: int) -> Iterator[Derivation]:
    """One column by another that counts: "spend per delivery", "late of deliveries", "not late"."""
    one, two = basis.column(a), basis.column(b)
    if not two.whole:
        return
    x, y = _total(basis, rows, a), _total(basis, rows, b)
    if not y:
        return
    words, whole, cell = f"{one.name} ÷ {two.name}", len(rows) > 1, _cell(basis, rows, a)
    if basis.figure.kind == "number":
        yield Derivation(x / y, words, cell, whole_table=whole)
        if one.whole and 0 < y < x:
            yield Derivation(x - y, f"{one.name} − {two.name}", cell, whole_table=whole)
    elif basis.figure.kind == "percent" and one.whole and 0 <= x <= y and not _states(basis, a, b):
        yield Derivation(x / y * 100, words, cell, whole_table=whole)
        yield Derivation((y - x) / y * 100, f"100 % − {words}", cell, whole_table=whole)


def _states(basis: Basis, a: int, b: int) -> bool:
    """Whether both hold the same at two times, so that none is a part of the other."""
    return bool({(a, b), (b, a)} & {*basis.table.counterparts})


def _between_rows(basis: Basis) -> Iterator[Derivation]:
    """Between the rows that are set against each other, and between a row and the one before it in time."""
    for column in basis.columns[:_MAX_COLUMNS]:
        info = basis.column(column)
        factor = 100.0 if basis.figure.kind == "points" and info.is_fraction else 1.0
        for a, b, said in basis.pairs():
            x, y = basis.value(a, column), basis.value(b, column)
            if x is None or y is None:
                continue
            cell = Cell(basis.table, a, column)
            if basis.figure.kind != "percent":
                yield Derivation((x - y) * factor, f"difference in {info.name}, {said}", cell, signed=True)
            elif y:
                yield Derivation((x - y) / abs(y) * 100, f"change of {info.name}, {said}", cell, signed=True)


def _parts(basis: Basis, rows: frozenset[int]) -> Iterator[Derivation]:
    """The rows named as a part of all: their sum and mean, their share, what is left without them."""
    for column in _added(basis):
        name, part, all_of_it = (
            basis.column(column).name,
            _total(basis, rows, column),
            basis.column(column).total,
        )
        cell = _cell(basis, rows, column)
        if basis.figure.kind == "percent":
            if all_of_it and not basis.column(column).is_share:
                yield Derivation(part / all_of_it * 100, f"share of all {name}", cell, whole_table=True)
        elif basis.figure.kind == "number":
            if len(rows) > 1:
                yield Derivation(part, f"sum of {name} over {len(rows)} rows")
                yield Derivation(part / len(rows), f"mean of {name} over {len(rows)} rows")
            yield Derivation(all_of_it - part, f"{name} of the other rows", whole_table=True)


def _of_all(basis: Basis) -> Iterator[Derivation]:
    """Over the whole result: sum and mean, highest minus lowest, and between its columns."""
    everything = basis.table.everything
    if len(everything) == 1:
        yield from _of_one_row(basis)
        return
    if basis.figure.kind == "number":
        added = [basis.column(i) for i in _added(basis)]
        for info in added:
            yield Derivation(info.total, f"sum of {info.name} over {info.known} rows", whole_table=True)
        for info in added:
            yield Derivation(
                info.total / info.known, f"mean of {info.name} over {info.known} rows", whole_table=True
            )
    yield from _within(basis, everything)


def _of_one_row(basis: Basis) -> Iterator[Derivation]:
    """A summary in one row: the distance from one of its measures to another ("mean − median")."""
    numeric = basis.table.numeric[:_MAX_COLUMNS]
    for a, b in permutations([i for i in numeric if not basis.column(i).whole], 2):
        x, y = basis.value(0, a), basis.value(0, b)
        said = basis.column(a).words & basis.column(b).words
        if basis.figure.kind == "number" and x is not None and y is not None and x > y and said:
            yield Derivation(
                x - y, f"{basis.column(a).name} − {basis.column(b).name}", Cell(basis.table, 0, a)
            )
