"""Word lists beside the lexicon's table: fillers, record nouns, synonyms, kinds of figures."""

from __future__ import annotations

from chat.analysts.builtin.words import stem, word_set

STOP_WORDS = word_set("""
    a an the my our your their his her its i we you me us he she they do does did can could would should
    shall please there here any all some so if than much many more less very really exactly about
    approximately roughly kindly tell want need like know let know wondering question answer value
    values amount level levels figure figures actually just this got get gets go across via using use
    used based according total's out up down whole entire full together per-cent one ones how s t let's
    i'd i'm it's there's whats what's respectively each-other both either make made made show-me quick
    quickly thing things way look looks respect regarding concerning were've been yes no-one column
    field different-kinds such other others else back again still even much-of put into onto come comes
    called named labelled labeled equal following below-listed results result calculate compute work
    determine find-out sort-of kind type types sold bought happen happened give-me there-are there-is
    people's occurred read occur occurs appear appears split broken grouped group y x paid pay pays
    spent earned earn scored had made work works working report reports provide determine identify
    """)

_RECORD_NOUNS = word_set("""
    order passenger people person transaction respondent reading measurement employee user student
    patient sale purchase event case response participant answer visit trip ride flight member invoice
    booking loan claim session message review survey shipment delivery incident accident post
    """)

VALUE_SYNONYMS = {
    "women": "female", "woman": "female", "lady": "female", "girl": "female",
    "men": "male", "man": "male", "gentlemen": "male", "boy": "male",
}  # fmt: skip
SYNONYMS = (
    frozenset({"revenue", "sale", "turnover", "income", "earning"}),
    frozenset({"quantity", "qty", "unit"}),
    frozenset({"customer", "client", "buyer"}),
    frozenset({"country", "nation"}),
    frozenset({"gender", "sex"}),
    frozenset({"price", "cost", "fare"}),
    frozenset({"salary", "wage", "pay"}),
    frozenset({"class", "pclass"}),
    frozenset({"temperature", "temp"}),
    frozenset({"town", "city"}),
    frozenset({"rating", "score"}),
    frozenset({"rain", "rainfall", "precipitation"}),
)
ADDITIVE = word_set("""
    revenue sale turnover amount quantity qty unit total profit volume population visit click view spend
    spending cost expense count number order income value budget gdp donation rainfall precipitation
    energy consumption download purchase payment
    """)
MONEY = word_set("revenue sale turnover amount total income value")
UNITS = word_set("usd eur gbp chf inr dollar euro pound kg g lb ton litre liter km mile m kwh mwh mm")
QUANTITY = frozenset(["quantity", "qty", "unit", "item", "count", "number"])
NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "fifty": 50,
    "hundred": 100, "dozen": 12,
}  # fmt: skip
ORDINALS = {"first": 1, "second": 2, "third": 3, "1st": 1, "2nd": 2, "3rd": 3, "fourth": 4, "4th": 4}
FOREIGN = word_set("""
    der die das und wie viele ist welche nach zeige durchschnitt summe pro le la les des est combien
    quel quelle par moyenne somme el los las cuantos cual por promedio suma gli quanti quale il media
    quantos qual sont quels quelles dans pour avec nombre hat datei cuantas hay una datos quantas zeilen
    donnees lignes righe filas linhas zeigen gibt wieviel warum comment pourquoi donde hoeveel
    gemiddelde hur manga ile jest
    """)

ROW_VERBS = word_set("""
    answered answer responded respond participated participate completed filled submitted replied
    sell sells selling buy buys buying purchased placed recorded logged surveyed listed involved taken
    took part reply
    """)
"""What the rows of a file did to be in it, unless a column or a value is called so."""
ROW_WORDS = frozenset(stem(word) for word in _RECORD_NOUNS)
