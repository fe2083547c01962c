"""The simulated city: areas, postal codes, stores, and the roads between them."""

from functools import cache

import numpy as np

from include.sources.demo.world import Array, Columns, open_stream

CITY = "Lindenau"
AREAS = (
    "Altmarkt", "Birkenhof", "Dornbusch", "Eichwald", "Fischerkai", "Grunau",
    "Hafenviertel", "Kirchfeld", "Lerchenberg", "Muehlental", "Nordring", "Seeblick",
)  # fmt: skip
AREA_WEIGHTS = np.array([14, 9, 8, 7, 10, 6, 11, 9, 7, 6, 8, 5]) / 100
STORE_AREAS = (0, 2, 4, 6, 8, 10)
CODES_PER_AREA = 5
STORES = len(STORE_AREAS)
SPACING_KM = 2.6
CENTRE = (51.13, 10.42)


@cache
def place_codes(seed: int) -> tuple[Array, Array]:
    """Return the east-west and north-south kilometres of every postal code."""
    jitter = open_stream(seed, "places").uniform(-1.0, 1.0, (2, len(AREAS) * CODES_PER_AREA))
    area = np.arange(len(AREAS) * CODES_PER_AREA) // CODES_PER_AREA
    east = (area % 4 - 1.5) * SPACING_KM + jitter[0]
    north = (area // 4 - 1.0) * SPACING_KM + jitter[1]
    return east, north


def name_code(code: Array) -> Array:
    """Return the postal codes as they are written."""
    names = np.array([f"009{number:02d}" for number in range(len(AREAS) * CODES_PER_AREA)])
    return np.asarray(names[code])


def name_area(code: Array) -> Array:
    """Return the areas that postal codes belong to."""
    return np.asarray(np.array(AREAS)[code // CODES_PER_AREA])


def name_store(store: Array) -> Array:
    """Return the ids of stores."""
    return np.asarray(np.array([f"S{number + 1}" for number in range(STORES)])[store])


@cache
def measure_roads(seed: int) -> Array:
    """Return the road kilometres from every store (rows) to every postal code (columns)."""
    east, north = place_codes(seed)
    home = np.array(STORE_AREAS) * CODES_PER_AREA
    straight = np.hypot(east[home, None] - east, north[home, None] - north)
    return np.asarray(0.6 + 1.3 * straight)


def list_places(seed: int) -> Columns:
    """Return the file of places: one row per postal code."""
    east, north = place_codes(seed)
    code = np.arange(len(east))
    return {
        "postal_code": name_code(code),
        "latitude": np.round(CENTRE[0] + north / 111.2, 6),
        "longitude": np.round(CENTRE[1] + east / 69.8, 6),
        "city": np.full(len(code), CITY),
        "area": name_area(code),
    }


def list_stores() -> Columns:
    """Return the file of stores: one row per store."""
    store = np.arange(STORES)
    home = np.array(STORE_AREAS) * CODES_PER_AREA
    return {
        "store_id": name_store(store),
        "name": np.array([f"Freshmarket {area}" for area in name_area(home)]),
        "postal_code": name_code(home),
        "city": np.full(STORES, CITY),
        "area": name_area(home),
    }
