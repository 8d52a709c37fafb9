"""Make the sample files in `samples/`: the same bytes on each run, for demos, tests and documents.

    python scripts/make_samples.py [folder]

- `sales.csv`: clean orders of two years with a trend, a season, some missing values and outliers
- `survey.csv`: as filthy as real exports are: Windows-1252, `;`, decimal commas, line breaks in
  comments, a name twice, missing values
- `sensors.parquet`: measurements of six stations with zoned timestamps
"""

from __future__ import annotations

import csv
import io
import math
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from engine.connections import open_for_import
from engine.importing.sql_text import literal, path_literal
from engine.limits import ImportLimits

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
_SEED = 20240229

_ORDERS = 2_000
_FIRST_DAY = date(2023, 1, 1)
_DAYS = 731
_PRODUCTS = {
    "Furniture": (("Desk", 320.0), ("Office chair", 185.0), ("Bookcase", 140.0)),
    "Electronics": (("Monitor", 240.0), ("Headset", 75.0), ("Webcam", 60.0), ("Docking station", 155.0)),
    "Stationery": (("Notebook", 4.5), ("Pen set", 12.0), ("Paper, 500 sheets", 7.5)),
    "Kitchen": (("Coffee machine", 95.0), ("Kettle", 38.0), ("Mug", 8.0)),
}
_REGIONS = {"North": 0.22, "South": 0.28, "East": 0.18, "West": 0.32}
_CUSTOMERS = {"Consumer": 0.5, "Business": 0.35, "Public": 0.15}
_SALES_COLUMNS = (
    "order_id", "order_date", "region", "category", "product", "quantity", "unit_price", "revenue",
    "discount", "customer_type",
)  # fmt: skip

_ANSWERS = 300
_SURVEY_COLUMNS = (
    "Nr",
    "Datum",
    "Stadt",
    "Alter",
    "Einkommen (€)",
    "Zufriedenheit",
    "Kommentar",
    "Kommentar",
)
_CITIES = ("Köln", "München", "Düsseldorf", "Zürich", "Graz", "Fürth", "Saarbrücken")
_COMMENTS = (
    "",
    "Alles bestens, danke!",
    "Lieferung kam zu spät.\nVerpackung beschädigt.",
    "Preis–Leistung: „sehr gut“",
    "Größe passt nicht; Umtausch war mühsam",
    'Die "Premium"-Variante fehlt',
    "Öffnungszeiten ändern?\n\nSonst schön.",
)
_FOLLOW_UPS = ("", "", "", "bitte zurückrufen", "erledigt", "k. A.")

_STATIONS = ("Alpha", "Bravo", "Coast", "Delta", "Ridge", "Valley")
_READINGS = 834
_FIRST_READING = datetime(2024, 3, 1, tzinfo=UTC)


def make_samples(folder: Path) -> None:
    """Write the three files into `folder`, replacing what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sales.csv").write_bytes(_csv_text(_SALES_COLUMNS, _sales(), ",", "\n").encode("utf-8"))
    (folder / "survey.csv").write_bytes(_csv_text(_SURVEY_COLUMNS, _survey(), ";", "\r\n").encode("cp1252"))
    _write_sensors(folder / "sensors.parquet")


def _csv_text(
    columns: tuple[str, ...], rows: Iterator[tuple[object, ...]], delimiter: str, newline: str
) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=newline)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _sales() -> Iterator[tuple[object, ...]]:
    """Orders by date: growing by half over the two years, with a peak before Christmas."""
    random_source = random.Random(_SEED)
    days = [_FIRST_DAY + timedelta(days=offset) for offset in range(_DAYS)]
    weights = [_demand(day) for day in days]
    dates = sorted(random_source.choices(days, weights, k=_ORDERS))
    for number, day in enumerate(dates, start=1):
        yield _order(random_source, number, day)


def _demand(day: date) -> float:
    trend = 1 + 0.5 * (day - _FIRST_DAY).days / _DAYS
    season = 1 + 0.35 * math.cos(2 * math.pi * (day.timetuple().tm_yday - 345) / 365)
    return trend * season * (0.6 if day.weekday() >= 5 else 1.0)


def _order(random_source: random.Random, number: int, day: date) -> tuple[object, ...]:
    region = _weighted(random_source, _REGIONS)
    customer = _weighted(random_source, _CUSTOMERS)
    category = random_source.choice(sorted(_PRODUCTS))
    product, list_price = random_source.choice(_PRODUCTS[category])
    quantity = 1 + min(int(random_source.expovariate(0.6 if customer == "Consumer" else 0.25)), 40)
    if number % 397 == 0:
        quantity *= 25  # an outlier now and then
    unit_price = round(list_price * random_source.uniform(0.95, 1.05) * (1.03 if day.year == 2024 else 1), 2)
    discount = random_source.choice((0.0, 0.0, 0.0, 0.05, 0.1, 0.15))
    revenue = round(quantity * unit_price * (1 - discount), 2)
    known_customer = "" if random_source.random() < 0.02 else customer
    known_discount = "" if random_source.random() < 0.03 else f"{discount:.2f}"
    return (
        f"SO-{number:05d}", day.isoformat(), region, category, product, quantity, f"{unit_price:.2f}",
        f"{revenue:.2f}", known_discount, known_customer,
    )  # fmt: skip


def _weighted(random_source: random.Random, weights: dict[str, float]) -> str:
    return random_source.choices(list(weights), list(weights.values()))[0]


def _survey() -> Iterator[tuple[object, ...]]:
    random_source = random.Random(_SEED + 1)
    for number in range(1, _ANSWERS + 1):
        day = date(2024, 1, 8) + timedelta(days=random_source.randrange(120))
        age = "" if random_source.random() < 0.06 else random_source.randint(18, 79)
        income = (
            "" if random_source.random() < 0.1 else f"{random_source.gauss(3200, 800):.2f}".replace(".", ",")
        )
        satisfied = (
            "" if random_source.random() < 0.05 else f"{random_source.uniform(1, 5):.1f}".replace(".", ",")
        )
        yield (
            f"{number:04d}", day.strftime("%d.%m.%Y"), random_source.choice(_CITIES), age, income, satisfied,
            random_source.choice(_COMMENTS), random_source.choice(_FOLLOW_UPS),
        )  # fmt: skip


def _sensors() -> Iterator[tuple[object, ...]]:
    """A reading an hour and station: warm afternoons, a spring that gets warmer, a few failures."""
    random_source = random.Random(_SEED + 2)
    for hour in range(_READINGS):
        time = _FIRST_READING + timedelta(hours=hour)
        for height, station in enumerate(_STATIONS):
            daily = 5 * math.sin(2 * math.pi * (time.hour - 9) / 24)
            warmth = 6 + 8 * hour / _READINGS + daily - 0.8 * height + random_source.gauss(0, 0.9)
            damp = min(100.0, max(15.0, 82 - 1.9 * warmth + random_source.gauss(0, 4)))
            failed = random_source.random() < 0.012
            status = "failed" if failed else random_source.choices(("ok", "maintenance"), (0.98, 0.02))[0]
            temperature = None if failed else f"{warmth:.2f}"
            humidity = None if failed else f"{damp:.1f}"
            yield (time.isoformat(), station, temperature, humidity, status)


def _write_sensors(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "sensors.csv"
        text.write_text(
            _csv_text(("time", "station", "temperature", "humidity", "status"), _sensors(), ",", "\n")
        )
        # One thread: the order of rows and row groups, and so the bytes, must not vary.
        connection = open_for_import(Path(folder) / "work.duckdb", ImportLimits(threads=1))
        types = (
            "{'time': 'TIMESTAMPTZ', 'station': 'VARCHAR', 'temperature': 'DOUBLE', 'humidity': 'DOUBLE',"
            " 'status': 'VARCHAR'}"
        )
        source = f"read_csv({path_literal(text)}, header = true, auto_detect = false, columns = {types})"
        connection.execute(f"COPY (FROM {source}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        connection.close()


if __name__ == "__main__":
    make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES)
