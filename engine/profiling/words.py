"""What the name of a column says about it."""

from __future__ import annotations

import re

_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[€$£¥₹]")

ID = frozenset(
    ("id", "ids", "uuid", "guid", "key", "code", "phone", "isbn", "ean", "sku", "ticket", "serial", "ssn",
     "iban", "email", "url")
)  # fmt: skip
COORDINATE = frozenset(("latitude", "longitude", "lat", "lon", "lng"))
PLACE = frozenset(
    ("country", "city", "state", "province", "county", "region", "district", "zip", "zipcode", "postcode",
     "postal", "town", "continent", "municipality", "land", "stadt", "ort", "plz", "bundesland")
)  # fmt: skip
MONEY = frozenset(
    ("price", "cost", "costs", "revenue", "sales", "turnover", "salary", "wage", "income", "profit", "fee",
     "fees", "fare", "budget", "payment", "tax", "usd", "eur", "gbp", "chf", "jpy", "€", "$", "£",
     "¥", "₹", "preis", "umsatz", "kosten", "gehalt", "gewinn", "betrag")
)  # fmt: skip
NO_MONEY = frozenset(("rate", "percent", "pct", "share", "ratio", "count", "rank", "index", "number", "qty"))
YEAR = frozenset(("year", "yr", "jahr"))
CYCLE = frozenset(("month", "quarter", "week", "weekday", "hour", "monat", "quartal", "woche", "stunde"))
CLASS = frozenset(
    ("class", "pclass", "type", "kind", "category", "group", "level", "grade", "cluster", "status")
)


def parts_of(name: str) -> list[str]:
    """`OrderID`, `order_id` and `Order id` are all `order`, `id`; signs of currencies are words."""
    return [part.lower() for part in _PARTS.findall(name[:300])]
