"""The ledger of one turn: takes results as they arrive, then accounts for every figure of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chat.grounding import known
from chat.grounding.basis import Basis
from chat.grounding.citing import cited
from chat.grounding.compare import comparisons
from chat.grounding.context import Sentence
from chat.grounding.derive import Derivation, matching
from chat.grounding.doubts import unproven
from chat.grounding.index import Table
from chat.grounding.known import Known
from chat.grounding.lexer import Written
from chat.grounding.lexicon import FELL, ROSE
from chat.grounding.lookup import rows_of
from chat.grounding.marks import counted, cut_off, from_cell, from_table, plain
from chat.grounding.mentions import Mention, Names
from chat.grounding.proofs import proof
from chat.grounding.quoted import quotations
from chat.grounding.reading import german_words, sentences_of, unknown_dates
from chat.grounding.records import Evidence, Figure, FileFacts, Grounding, Status
from chat.grounding.settings import chosen
from chat.grounding.truncation import whole_claims
from chat.grounding.uncued import recomputed
from chat.grounding.wording import Wording, candidates

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
        compared = list(comparisons(sentence, self._newest))
        sentence.misdirected = any(
            f.status == "unverified" and f.text.casefold() in ROSE | FELL for f in compared
        )
        for figure in sentence.figures:
            if (resolved := self._resolve(figure, sentence)) is not None:
                yield resolved
        yield from compared
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
        if (found := self._stated(figure, sentence) or self._computed(figure, sentence)) is not None:
            return found
        if (chosen_in := self._chosen(figure, sentence)) is not None:
            return chosen_in
        if (found := self._recomputed(figure, sentence)) is not None:
            return found
        return unproven(figure, sentence, self._newest)

    def _stated(self, figure: Written, sentence: Sentence) -> Figure | None:
        """A fact of the file, a convention, or a statistic under its symbol."""
        if source := self._known.fact(figure, sentence) or self._known.convention(figure, sentence):
            return plain(figure, "verified", derivation=source)
        if (noted := self._noted(figure, sentence)) is not None:
            return noted
        if reason := self._known.contradicts(figure, sentence):
            return plain(figure, "unverified", reason=reason)
        return None

    def _computed(self, figure: Written, sentence: Sentence) -> Figure | None:
        """A count of rows, a cell, or what was computed from cells."""
        if (rows := known.rows_named(figure, sentence, self._newest)) is not None:
            return counted(figure, rows[0], rows[1], proven=rows[2])
        if (cell := cited(figure, sentence, self._newest)) is not None:
            return from_cell(figure, cell)
        return self._derived(figure, sentence)

    def _chosen(self, figure: Written, sentence: Sentence) -> Figure | None:
        """The person's number, or one that the query or the analysis was given."""
        if source := self._known.said(figure, sentence):
            return plain(figure, "verified", derivation=source)
        if (source_table := known.condition(figure, sentence, self._newest)) is not None:
            return from_table(figure, "verified", source_table, derivation="a condition of the query")
        if (named := known.column_year(figure, self._newest)) is not None:
            return from_table(figure, "verified", named, derivation="part of a column's name")
        if (setting := chosen(figure, sentence, self._newest)) is not None:
            return from_table(figure, "verified", setting[0], derivation=setting[1])
        return None

    def _noted(self, figure: Written, sentence: Sentence) -> Figure | None:
        """A figure in the notation of statistics: its symbol alone says where it has to be from."""
        notation = sentence.notations.get(figure)
        if notation is None:
            return None
        bound = sentence.bound(figure)
        rows = [(table, rows_of(table, bound)) for table in self._newest]
        known_rows = [(table, found) for table, found in rows if found] or [
            (table, table.everything) for table in self._newest
        ]
        proven = proof(figure, notation, known_rows)
        if proven is None:
            return None
        if not proven:
            return plain(figure, "unverified", reason=f"no result has this {notation.kind}")
        column = proven.table.columns[proven.column].name
        status: Status = "derived" if proven.derivation else "verified"
        return from_table(
            figure, status, proven.table, row=proven.row, column=column, derivation=proven.derivation
        )

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
            return _of_derivation(figure, table, derived)
        return None

    def _recomputed(self, figure: Written, sentence: Sentence) -> Figure | None:
        """What no word asks for, but can hardly be met by chance."""
        found = recomputed(figure, sentence, self._newest)
        return _of_derivation(figure, *found) if found else None


def _of_derivation(figure: Written, table: Table, derived: Derivation) -> Figure:
    """The mark of a figure that was computed, which takes every row where it is of the whole."""
    if derived.whole_table and not table.complete:
        return from_table(figure, "unverified", table, reason=cut_off(figure))
    cell = derived.cell
    return from_table(
        figure, "derived", table, row=cell.row if cell else None,
        column=cell.info.name if cell else None, derivation=derived.words,
    )  # fmt: skip


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
