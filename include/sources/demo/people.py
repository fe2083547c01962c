"""The simulated people: customers who come and go, and couriers who are hired and leave."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from include.sources.demo.places import (
    AREA_WEIGHTS,
    AREAS,
    CITY,
    CODES_PER_AREA,
    STORES,
    name_area,
    name_code,
    name_store,
)
from include.sources.demo.products import PRODUCTS, draw_shelf
from include.sources.demo.world import Array, Columns, join_columns, open_stream

CUSTOMERS_PER_YEAR = 4_000
LIFETIME_DAYS = 730
YEARS_BACK = 5
SLOT_WEIGHTS = np.array([0.16, 0.11, 0.09, 0.08, 0.14, 0.24, 0.18])
COURIERS_PER_STORE = 10
FAVOURITES = 12
EPOCH = date(2015, 1, 1).toordinal()

# made of syllables: nobody is meant
FIRST = (
    "Ada", "Bela", "Cleo", "Dario", "Edda", "Falk", "Gesa", "Hanno", "Ilka", "Jaro", "Kaja",
    "Levin", "Mara", "Nilo", "Orla", "Pelle", "Rika", "Sten", "Tilda", "Uwe", "Vera", "Wim",
)  # fmt: skip
HEADS = ("Alder", "Birken", "Dorn", "Eber", "Fuchs", "Gold", "Hasel", "Kranz", "Linden", "Mohn")
TAILS = ("bach", "berg", "feld", "hain", "kamp", "moor", "rath", "stein", "thal", "wald")
STREETS = ("Ahornweg", "Am Anger", "Bachgasse", "Hofstrasse", "Kastanienallee", "Ringstrasse")
SEGMENTS = ("single", "couple", "family", "shared flat", "office")
METHODS = ("card", "wallet", "invoice")
VEHICLES = ("bike", "cargo bike", "van")


def draw_names(rng: np.random.Generator, count: int) -> Array:
    """Return made-up full names."""
    first, head, tail = (
        np.array(words)[rng.integers(len(words), size=count)] for words in (FIRST, HEADS, TAILS)
    )
    return np.array([f"{a} {b}{c}" for a, b, c in zip(first, head, tail, strict=True)])


@cache
def draw_customers(seed: int, year: int) -> Columns:
    """Return everyone who registers in a year, with their hidden habits."""
    rng = open_stream(seed, "customers", year)
    count = CUSTOMERS_PER_YEAR
    start = date(year, 1, 1).toordinal()
    days = date(year + 1, 1, 1).toordinal() - start
    registered = np.sort(start + rng.integers(days, size=count))
    lifetime = np.minimum(20 + rng.exponential(LIFETIME_DAYS, count), 365 * YEARS_BACK)
    area = rng.choice(len(AREAS), size=count, p=AREA_WEIGHTS)
    shelf = draw_shelf(seed)["popularity"]
    return {
        "customer_id": np.array([f"K{year % 100:02d}{row + 1:05d}" for row in range(count)]),
        "registered": registered,
        "leaves": registered + lifetime.astype(np.int64),
        "code": area * CODES_PER_AREA + rng.integers(CODES_PER_AREA, size=count),
        "extra_km": rng.gamma(2.0, 0.35, count),
        "rate": rng.lognormal(0, 0.7, count),
        "weekday": rng.integers(7, size=count),
        "slot": rng.choice(len(SLOT_WEIGHTS), size=count, p=SLOT_WEIGHTS),
        "loyalty": rng.beta(4, 2, count),
        "basket": rng.gamma(4.0, 0.95, count),
        "method": rng.choice(len(METHODS), size=count, p=(0.6, 0.3, 0.1)),
        "favourites": rng.choice(PRODUCTS, size=(count, FAVOURITES), p=shelf),
    }


@cache
def load_customers(seed: int, year: int) -> Columns:
    """Return everyone who may still order in a year, oldest first."""
    years = range(year - YEARS_BACK, year + 1)
    return join_columns([draw_customers(seed, one) for one in years])


def list_customers(seed: int, first: date, last: date) -> Columns:
    """Return the file of customers: those who left after `first` and came until `last`.

    For one day (`first` equal to `last`) it holds those who registered on it.
    """
    years = range(first.year - YEARS_BACK, last.year + 1)
    known = [_describe_customers(seed, year) for year in years]
    people = join_columns(known)
    came, left = people.pop("registered"), people.pop("leaves")
    newest = came == last.toordinal() if first == last else left >= first.toordinal()
    rows = np.flatnonzero(newest & (came <= last.toordinal()))
    return {name: values[rows] for name, values in people.items()}


@cache
def _describe_customers(seed: int, year: int) -> Columns:
    people = draw_customers(seed, year)
    rng = open_stream(seed, "customer names", year)
    count = len(people["code"])
    streets = np.array(STREETS)[rng.integers(len(STREETS), size=count)]
    numbers = rng.integers(1, 120, size=count)
    ids = people["customer_id"]
    return {
        "registered": people["registered"],
        "leaves": people["leaves"],
        "customer_id": ids,
        "name": draw_names(rng, count),
        "email": np.array([f"{one.lower()}@customers.example.com" for one in ids]),
        "phone": np.array([f"+49 000 {year % 100:02d}{row:05d}" for row in range(count)]),
        "street": np.array([f"{a} {b}" for a, b in zip(streets, numbers, strict=True)]),
        "postal_code": name_code(people["code"]),
        "city": np.full(count, CITY),
        "area": name_area(people["code"]),
        "segment": np.array(SEGMENTS)[rng.integers(len(SEGMENTS), size=count)],
        "registered_on": (people["registered"] - date(1970, 1, 1).toordinal()).astype(
            "datetime64[D]"
        ),
    }


@dataclass(frozen=True)
class Crew:
    """The sixty couriers who work on one day, in the order of their places."""

    courier_id: Array
    hired: Array
    skill: Array
    vehicle: Array
    name: Array


@cache
def _draw_place(seed: int, place: int) -> tuple[Array, Array, Array, Array]:
    """Return who follows whom in one courier's place: start days, skills, vehicles, names."""
    rng = open_stream(seed, "couriers", place)
    starts = EPOCH + np.cumsum(60 + rng.exponential(420, 120)).astype(np.int64) - 1_000
    skills = rng.normal(0, 0.55, len(starts))
    vehicles = rng.choice(len(VEHICLES), size=len(starts), p=(0.35, 0.35, 0.30))
    return starts, skills, vehicles, draw_names(rng, len(starts))


@cache
def draw_crew(seed: int, day: date) -> Crew:
    """Return the couriers of a day."""
    rows = []
    for place in range(STORES * COURIERS_PER_STORE):
        starts, skills, vehicles, names = _draw_place(seed, place)
        turn = int(np.searchsorted(starts, day.toordinal(), side="right")) - 1
        code = f"C{place + 1:02d}-{turn:02d}"
        rows.append((code, starts[turn], skills[turn], vehicles[turn], names[turn]))
    return Crew(*(np.array(values) for values in zip(*rows, strict=True)))


def list_couriers(seed: int, first: date, last: date) -> Columns:
    """Return the file of couriers: all who work on a day from `first` to `last`, as hired.

    For one day (`first` equal to `last`) it holds those who start on it.
    """
    found: dict[str, tuple[str, str, str, date]] = {}
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        crew = draw_crew(seed, date.fromordinal(ordinal))
        for place, code in enumerate(crew.courier_id):
            if first < last or crew.hired[place] == ordinal:
                vehicle = VEHICLES[crew.vehicle[place]]
                store = str(name_store(np.array(place // COURIERS_PER_STORE)))
                hired = date.fromordinal(int(crew.hired[place]))
                found.setdefault(str(code), (str(crew.name[place]), vehicle, store, hired))
    return {
        "courier_id": np.array(list(found), dtype=object),
        "name": np.array([row[0] for row in found.values()], dtype=object),
        "vehicle": np.array([row[1] for row in found.values()], dtype=object),
        "store_id": np.array([row[2] for row in found.values()], dtype=object),
        "hired_on": np.array([row[3].isoformat() for row in found.values()], dtype="datetime64[D]"),
    }
