"""The words that give a figure its meaning, in English and German."""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """The words of a list written with spaces, folded as those of a text are ("größte" is "grösste")."""
    return frozenset(words.casefold().split())


NUMBER_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7,
    "acht": 8, "neun": 9, "zehn": 10, "elf": 11, "zwölf": 12,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "erster": 1, "erste": 1, "zweiter": 2, "zweite": 2, "dritter": 3, "dritte": 3,
    "vierter": 4, "vierte": 4, "fünfter": 5, "fünfte": 5,
}  # fmt: skip
FRACTIONS = {
    "half": 1 / 2, "hälfte": 1 / 2, "third": 1 / 3, "thirds": 1 / 3, "drittel": 1 / 3, "quarter": 1 / 4,
    "quarters": 1 / 4, "viertel": 1 / 4, "fifth": 1 / 5, "fifths": 1 / 5, "fünftel": 1 / 5, "tenth": 1 / 10,
    "tenths": 1 / 10, "zehntel": 1 / 10,
}  # fmt: skip
MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "thrice": 3, "triple": 3,
    "tripled": 3, "triples": 3, "quadruple": 4, "quadrupled": 4, "doppelt": 2, "doppelte": 2, "verdoppelt": 2,
    "dreimal": 3, "dreifache": 3, "verdreifacht": 3, "viermal": 4, "vierfache": 4, "fünfmal": 5,
}  # fmt: skip
SCALES = {
    "k": 1e3, "thousand": 1e3, "tausend": 1e3, "tsd": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6,
    "millions": 1e6, "millionen": 1e6, "mio": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "billions": 1e9,
    "mrd": 1e9,
    "milliarde": 1e9, "milliarden": 1e9, "trillion": 1e12,
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner", "february feb februar", "march mar märz", "april apr", "may mai",
            "june jun juni", "july jul juli", "august aug", "september sep sept", "october oct oktober okt",
            "november nov", "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

HIGH = word_set(
    "highest most largest biggest greatest best top maximum max peak peaked peaks leads lead leader "
    "strongest longest busiest höchste höchsten höchster größte größten größter meisten meiste beste "
    "besten stärkste stärksten maximal"
)
LOW = word_set(
    "lowest least fewest smallest worst weakest minimum min trails shortest cheapest quietest "
    "niedrigste niedrigsten niedrigster kleinste kleinsten kleinster wenigsten geringste geringsten "
    "schwächste schwächsten schlechteste schlechtesten"
)
MORE = word_set(
    "more higher greater larger bigger better above ahead mehr höher größer besser exceeds outsold "
    "outperforms outperformed exceeded over über"
)
LESS = word_set("less fewer lower smaller worse below behind weniger niedriger kleiner geringer schlechter")
ROSE = word_set(
    "rose rise rises risen rising grew grow grows grown growing growth increase increased increases "
    "increasing climbed climb climbs jumped jump jumps up gained gain gains surged surge improved "
    "added adds adding stieg steigt gestiegen wuchs wächst gewachsen plus zuwachs anstieg zugelegt "
    "zunahm"
)
FELL = word_set(
    "fell fall falls fallen falling dropped drop drops declined decline declines declining decrease "
    "decreased decreases decreasing down shrank shrink shrinks shrunk lost loss dipped dip dips "
    "slipped slid plunged lowers lowered reduces reduced takes sank sinkt gesunken fiel fällt "
    "cut cuts gefallen minus rückgang schrumpfte abnahm abgenommen negative negativ"
)
NEXT = word_set("later next following subsequent danach darauf später folgenden")
PREVIOUS = word_set("previous earlier prior preceding before vormonat vorjahr zuvor davor")
PERIODS = word_set(
    "month months year years week weeks day days quarter quarters period monat jahr woche tag "
    "quartal vormonat vorjahr danach darauf zuvor davor row"
)
TOTAL = word_set(
    "total totals altogether overall combined together sum added sums insgesamt zusammen gesamt gesamte "
    "gesamten gesamter gesamtes summe totalled totaled gesamtumsatz aller alle all entire whole"
)
MEAN = word_set(
    "average averaged averages mean durchschnitt durchschnittlich durchschnittliche schnitt mittel"
)
DIFFERENCE = word_set(
    "difference differences spread gap margin spread apart differ differs auseinander trennen over "
    "unterschied differenz abstand lead range liegen"
)
SHARE = word_set(
    "share shares accounts accounted account represents makes make contributes contributed "
    "contributing percent anteil entfallen entfällt of des der vom von satisfied"
)
CHANGE_COLUMN = word_set("coefficient change growth diff delta difference veränderung wachstum trend slope")
PRONOUNS = word_set("it its they their them there that this those these es er sie ihr ihre dort dies")
FILE_WORDS = word_set("file dataset data table datei datensatz daten tabelle upload")
ROW_WORDS = word_set("rows row records record lines entries zeilen zeile einträge datensätze")
COLUMN_WORDS = word_set("columns column fields variables spalten spalte felder")

# Numbers beside these point at the text itself or at what could be done, and claim nothing of the data.
POINTERS = word_set("step point option part section figure chart table question note page schritt punkt teil")
PLANS = word_set(
    "things ways points steps ideas questions options reasons aspects factors charts suggestions "
    "topics dinge punkte schritte fragen ideen gründe"
)
SUPPOSED = word_set("could would might if try könnte könnten würde würden falls wenn")

# One name for words that mean the same, on both sides: in column names and in sentences.
CANONICAL = {
    word: name
    for name, words in {
        "mean": "avg average averaged averages mean durchschnitt durchschnittlich "
        "durchschnittliche mittelwert",
        "sum": "sum total totals summe gesamt insgesamt",
        "count": "count counts number anzahl n cnt rows row records observations respondents cases "
        "zeilen fälle",
        "interval": "interval intervals range ranges ranged ranging runs span spans spanning ci bounds "
        "limits "
        "goes intervall konfidenzintervall spanne reicht reichen",
        "money": "worth earn earns earned made brought generated spent cost costing wert",
        "share": "share shares pct percent percentage anteil prozent rate proportion quote",
        "min": "min minimum lowest smallest kleinster niedrigster",
        "max": "max maximum highest largest größter höchster",
        "std": "std sd sds stddev deviation stdev standardabweichung",
        "missing": "missing null nulls empty fehlend fehlende",
        "distinct": "distinct unique different verschiedene",
        "revenue": "revenue revenues sales turnover umsatz umsätze",
        "coefficient": "coefficient coef coefficients koeffizient",
        "error": "error err errors se fehler",
        "satisfied": "satisfied satisfaction happy zufrieden",
        "forecast": "forecast forecasts expect expects expected predicted prediction prognose",
        "r": "r correlation korrelation",
        "iqr": "iqr interquartile interquartilsabstand",
        "q25": "q25 q1",
        "q75": "q75 q3",
        "survival": "survival survived survive survivors",
    }.items()
    for word in words.casefold().split()
}
MONEY = word_set(
    "revenue price cost costs amount income salary profit fare spend budget value bill rent fee balance "
    "preis kosten"
)
COUNTED = word_set("count orders quantity units customers visits people n rows bestellungen")

# Words by which columns of one measure differ in time or state.
STATES = word_set(
    "min max before after start end begin old new last previous current prior this first final planned actual"
)

# Columns that hold one end of an interval, however it is called.
ENDS = word_set("lower upper low high min max ci q25 q75 p25 p75")

# Words in a column's name that don't say what it holds ("change since the first in %").
FILLERS = word_set(
    "a an the both only in of at to for and or with by per since first is was der die das in von im je pro"
)

# Words too common to be taken for a category unless they are set apart.
COMMON = word_set(
    "a an the i in on at to of or and no yes not all any none other others true false is it as by "
    "for from with total null na unknown up down more less ja nein alle andere der die das und oder "
    "in im zu von"
)
