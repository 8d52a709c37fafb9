"""Currency and percent signs as they stand in front of numbers or behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODES = (
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK DZD EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR "
    "IQD IRR ISK JOD JPY KES KRW KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR "
    "SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU VND ZAR"
)
_SIGNS = (
    *(
        "US$",
        "CA$",
        "AU$",
        "NZ$",
        "HK$",
        "NT$",
        "C$",
        "A$",
        "S$",
        "R$",
        "$",
        "€",
        "£",
        "¥",
        "₹",
        "₽",
        "₩",
        "₺",
    ),
    *(
        "₫",
        "₴",
        "₪",
        "₦",
        "₱",
        "฿",
        "₡",
        "₲",
        "₵",
        "₸",
        "₭",
        "₮",
        "%",
        "‰",
        "kr.",
        "kr",
        "zł",
        "Kč",
        "Ft",
        "Fr.",
    ),
    *("lei", "Rs.", "Rp", *_CODES.split()),
)
ANY_SIGN = "(" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + ")"
_UNIT = re.compile(ANY_SIGN)


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency or percent sign, in front of the number or behind it."""

    sign: str
    leads: bool


def unit_in(text: str) -> Unit | None:
    """The first sign in the text of a number, if there is one."""
    found = _UNIT.search(text)
    if found is None:
        return None
    return Unit(found.group(), leads=not any(char.isdigit() for char in text[: found.start()]))
