"""The ledger of one turn: takes results as they arrive, then accounts for every figure of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.grounding import known
from chat.grounding.basis import Basis
from chat.grounding.compare import comparisons
from chat.grounding.context import Sentence
from chat.grounding.derive import matching
from chat.grounding.index import Table, canonical
from chat.grounding.known import Known
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, MEAN, ROSE
from chat.grounding.lookup import (
    Cell,
    Wording,
    candidates,
    cells,
    claims_total,
    distinctive,
    extreme_fits,
    rows_of,
    shifted,
    sign_fits,
)
from chat.grounding.marks import counted, cut_off, from_cell, from_table, plain
from chat.grounding.mentions import Mention, Names
from chat.grounding.quoted import quotations
from chat.grounding.reading import german_words, sentences_of, unknown_dates
from chat.grounding.records import Evidence, Figure, FileFacts, Grounding
from chat.grounding.truncation import whole_claims

MAX_TEXT = 20_000
MAX_FIGURES = 500
MAX_TABLES = 100


class Ledger:
    """Accounts for the figures of a turn's texts.

    `persons_words` are the person's questions: the numbers in them are theirs. `add` takes results in
    the order they came; `check` never raises, whatever text and results hold. Of a text, the first
    20,000 characters and 500 figures are checked.
    """

    def __init__(self, facts: FileFacts, persons_words: Sequence[str]) -> None:
        self._facts = facts
        self._known = Known(facts, persons_words)
        self._asked_in_german = german_words(" ".join(persons_words)[:MAX_TEXT]) > 0
        self._names = Names()
        self._tables: list[Table] = []

    def add(self, evidence: Evidence) -> None:
        """Index one more result. Beyond a hundred, later ones are left out."""
        if len(self._tables) >= MAX_TABLES:
            return
        table = Table(len(self._tables), evidence)
        self._tables.append(table)
        self._names.add(table)

    def check(self, text: str) -> Grounding:
        """Every figure of the text with its source, in order."""
        shown = text[:MAX_TEXT]
        german = (balance := german_words(shown)) > 0 or (balance == 0 and self._asked_in_german)
        found: list[Figure] = []
        for sentence in sentences_of(shown, self._names, german=german):
            found.extend(self._sentence(sentence))
            if len(found) >= MAX_FIGURES:
                break
        proven = self._quoted(shown, found[:MAX_FIGURES])
        return Grounding(tuple(sorted(proven, key=lambda f: (f.start, f.end))))

    def _quoted(self, text: str, figures: list[Figure]) -> list[Figure]:
        """What stands in a sentence that came with a result needs no other proof."""
        if all(figure.status != "unverified" for figure in figures):
            return figures
        quoted = quotations(text, [table.evidence for table in self._tables])
        return [_from_quotation(figure, quoted) for figure in figures]

    @property
    def _newest(self) -> list[Table]:
        return self._tables[::-1]

    def _sentence(self, sentence: Sentence) -> Iterator[Figure]:
        if sentence.piece.kind == "heading":
            return
        yield from (self._name(mention) for mention in sentence.mentions if mention.figure)
        yield from self._strange_dates(sentence)
        for figure in sentence.figures:
            if (resolved := self._resolve(figure, sentence)) is not None:
                yield resolved
        yield from comparisons(sentence, self._newest)
        yield from whole_claims(sentence, self._newest)

    def _name(self, mention: Mention) -> Figure:
        """A date or group number that names rows."""
        if mention.rows:
            (number, column), rows = next(reversed(mention.rows.items()))
            table = self._tables[number]
            return from_table(mention, "verified", table, row=min(rows), column=table.columns[column].name)
        table = self._tables[max(mention.literal)]
        return from_table(mention, "verified", table, derivation="a condition of the query")

    def _strange_dates(self, sentence: Sentence) -> Iterator[Figure]:
        for date in unknown_dates(sentence):
            source = self._known.date(date.key)
            yield Figure(
                sentence.text[date.start : date.end], date.start, date.end,
                "verified" if source else "unverified",
                derivation=source, reason=None if source else "no result has this date",
            )  # fmt: skip

    def _resolve(self, figure: Written, sentence: Sentence) -> Figure | None:
        if source := self._known.fact(figure, sentence) or self._known.convention(figure, sentence):
            return plain(figure, "verified", derivation=source)
        if reason := self._known.contradicts(figure, sentence):
            return plain(figure, "unverified", reason=reason)
        if (rows := known.rows_named(figure, sentence, self._newest)) is not None:
            return counted(figure, rows[0], rows[1], proven=rows[2])
        if (cell := self._cell(figure, sentence)) is not None:
            return from_cell(figure, cell)
        if (derived := self._derived(figure, sentence)) is not None:
            return derived
        if source := self._known.said(figure, sentence):
            return plain(figure, "verified", derivation=source)
        if (source_table := known.condition(figure, sentence, self._newest)) is not None:
            return from_table(figure, "verified", source_table, derivation="a condition of the query")
        if (named := known.column_year(figure, self._newest)) is not None:
            return from_table(figure, "verified", named, derivation="part of a column's name")
        return self._unproven(figure, sentence)

    def _cell(self, figure: Written, sentence: Sentence) -> Cell | None:
        """The cell that the figure is, in a row and a column that the sentence can mean."""
        bound = sentence.bound(figure)
        wording = Wording(sentence, figure)
        rows = {table.number: rows_of(table, bound) for table in self._tables}
        spoken = {t.number: wording.said(t, strict=True) for t in self._tables if rows[t.number]}
        spoken = {number: said for number, said in spoken.items() if said}
        for table in self._newest:
            allowed = rows[table.number]
            if allowed is None and not self._changes_subject(table, bound, wording, spoken):
                continue
            chosen = allowed if allowed is not None else table.everything
            chosen = shifted(table, chosen, _step_words(figure, sentence))
            for cell in self._cells(table, figure, sentence, chosen, wording, spoken):
                return cell
        return None

    def _cells(
        self,
        table: Table,
        figure: Written,
        sentence: Sentence,
        rows: frozenset[int],
        wording: Wording,
        spoken: dict[int, frozenset[str]],
    ) -> Iterator[Cell]:
        columns = set(wording.columns(table))
        open_rows = len(rows) > 1
        if spoken and table.number not in spoken and not _said_as_rows(wording, table, spoken):
            return
        if open_rows and table.label_columns and _wants_whole(figure, sentence):
            return
        for cell in cells(table, figure):
            named = bool(cell.info.words & wording.said(table))
            if cell.row not in rows or cell.column not in columns or not sign_fits(figure, cell, sentence):
                continue
            if _is_step(figure, sentence) and not cell.info.is_change:
                continue
            if open_rows and not extreme_fits(cell, rows, sentence, figure):
                continue
            if named or distinctive(figure) or (not open_rows and figure.kind != "word"):
                yield cell

    def _changes_subject(
        self,
        table: Table,
        bound: list[tuple[Mention, ...]],
        wording: Wording,
        spoken: dict[int, frozenset[str]],
    ) -> bool:
        """Whether the sentence went over to a result that doesn't know the names said before."""
        return not spoken and bool(wording.said(table, strict=True))

    def _derived(self, figure: Written, sentence: Sentence) -> Figure | None:
        wording = Wording(sentence, figure)
        for table in candidates(self._newest, wording, sentence.bound(figure)):
            basis = Basis(table, figure, sentence, wording)
            if (derived := matching(basis)) is None:
                rows = basis.bound_rows or frozenset()
                if (place := known.share_of_file(figure, self._facts.row_count, table, rows)) is not None:
                    name = table.columns[place[1]].name
                    return from_table(
                        figure,
                        "derived",
                        table,
                        row=place[0],
                        column=name,
                        derivation=f"{name} ÷ rows of the file",
                    )
                continue
            if derived.whole_table and not table.complete:
                return from_table(figure, "unverified", table, reason=cut_off(figure))
            cell = derived.cell
            return from_table(
                figure, "derived", table, row=cell.row if cell else None,
                column=cell.info.name if cell else None, derivation=derived.words,
            )  # fmt: skip
        return None

    def _unproven(self, figure: Written, sentence: Sentence) -> Figure | None:
        if figure.kind == "word":
            return self._small_count(figure, sentence)
        if known.claims_nothing(figure, sentence):
            return None
        return plain(figure, "unverified", reason=self._reason(figure, sentence))

    def _small_count(self, figure: Written, sentence: Sentence) -> Figure | None:
        """A count in words is a claim only where it counts what a result's rows stand for."""
        if known.listed(figure, sentence):
            return plain(figure, "derived", derivation="count of the names in the sentence")
        scope = sentence.scope(figure)
        noun = {canonical(word) for word in scope.right[:1]}
        whole = set(scope.left[-2:]) & {
            "are",
            "all",
            "the",
            "has",
            "covers",
            "across",
            "alle",
            "gibt",
            "in",
            "over",
        }
        for table in self._newest:
            for column in table.label_columns:
                if whole and table.columns[column].words & noun and scope.left[-1:] != ("of",):
                    return plain(figure, "unverified", reason=f"the result has {table.distinct(column):,}")
        return None

    def _reason(self, figure: Written, sentence: Sentence) -> str:
        """What the result says instead, where one cell is clearly meant."""
        bound = sentence.bound(figure)
        wording = Wording(sentence, figure)
        for table in self._newest if bound else ():
            rows = rows_of(table, bound)
            said = wording.said(table)
            columns = [i for i in wording.columns(table) if table.columns[i].words & said]
            if rows and len(rows) == 1 and len(columns) == 1:
                value = table.value(next(iter(rows)), columns[0])
                names = ", ".join(mention.text for names in bound for mention in names)
                return (
                    f"the result says {value:,.10g} for {names}" if value is not None else "the cell is empty"
                )
        return "no result has this figure"


def _from_quotation(figure: Figure, quoted: Sequence[tuple[int, int, str]]) -> Figure:
    if figure.status != "unverified":
        return figure
    for start, end, execution_id in quoted:
        if start <= figure.start and figure.end <= end:
            return Figure(
                figure.text, figure.start, figure.end, "verified", execution_id,
                derivation="the words that came with the result",
            )  # fmt: skip
    return figure


def _wants_whole(figure: Written, sentence: Sentence) -> bool:
    """A total or a mean of all can't be one row of many."""
    return claims_total(figure, sentence) or bool(sentence.scope(figure).near & MEAN)


def _said_as_rows(wording: Wording, table: Table, spoken: dict[int, frozenset[str]]) -> bool:
    """Whether what other results have as columns are rows here, as in a table of correlations."""
    return frozenset().union(*spoken.values()) <= wording.names(table)


def _step_words(figure: Written, sentence: Sentence) -> frozenset[str]:
    """Words that lead to the row next to the one named; "fell from 4 to 3 in 2023" starts a year before."""
    scope = sentence.scope(figure)
    dates_named = [name for name in sentence.mentions if name.level]
    starts = scope.left[-1:] in (("from",), ("von",)) and bool(set(scope.left) & (ROSE | FELL))
    if (
        starts
        and len(dates_named) == 1
        and any(f.end <= dates_named[0].start for f in sentence.figures if f.start > figure.start)
    ):
        return frozenset(("before", "row"))
    return scope.near


def _is_step(figure: Written, sentence: Sentence) -> bool:
    """ "rose by 12": a change, not a level."""
    left = sentence.scope(figure).left
    return left[-1:] in (("by",), ("um",)) and bool(set(left) & (ROSE | FELL))
