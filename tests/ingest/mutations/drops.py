"""One mutation of one sample: a few changes drawn from a seed, and the files they end in."""

import csv
import gzip
import io
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tests.ingest.mutations.cells import CELL_MUTATIONS
from tests.ingest.mutations.contents import BYTES_MUTATIONS, render
from tests.ingest.mutations.headers import HEADER_MUTATIONS, rename_columns

RARE = {  # most of these end in a refused day, which is soon told
    "UTF-16 without mark", "no header", "header only", "lone CR", "empty", "repeated column",
    "dropped column", "misspelled header", "many columns", "UTF-16 big-endian",
}  # fmt: skip
ROWS_MUTATIONS = {**CELL_MUTATIONS, **HEADER_MUTATIONS}
PACKINGS = (
    "gzip", "two members", "trailing garbage", "trailing zeros", "truncated", "damaged",
    "not packed",
)  # fmt: skip
SPLITS = ("two files of one part each", "the same file twice", "a share of rows in a second file")


@dataclass(frozen=True)
class MutatedDrop:
    """The files of one day, by name, and how they were made."""

    seed: int
    mutations: tuple[str, ...]
    files: dict[str, bytes]


def mutate(
    name: str, data: bytes, seed: int, aliases: Mapping[str, tuple[str, ...]]
) -> MutatedDrop:
    """Mutate a well-formed file; the same seed gives the same bytes.

    `aliases` holds other accepted spellings of its headers.
    A third of the drops have one mutation only, so that its effect is seen alone.
    """
    rng = Random(f"{name} {seed}")
    count = rng.choice((1, 1, 2, 2, 3, 4))
    of_rows = ROWS_MUTATIONS | {"renamed columns": rename_columns(aliases)}
    pool = [*of_rows, *BYTES_MUTATIONS, "packed", "split"]
    names = rng.choices(pool, [1 if each in RARE else 3 for each in pool], k=count)
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for each in sorted(names, key="ragged rows".__eq__):  # the others want whole rows
        if each in of_rows:
            rows = of_rows[each](rows, rng)
    if any(each in of_rows for each in names):
        data = render(rows, rng)
    files = {name: data}
    for place, each in enumerate(names):
        if each == "split":
            names[place] = rng.choice(SPLITS)
            files = _split(files, names[place], rng)
    for each in names:
        if each in BYTES_MUTATIONS:
            changed = rng.choice(sorted(files))
            files[changed] = BYTES_MUTATIONS[each](files[changed], rng)
    if "packed" in names:
        names[names.index("packed")] = packing = rng.choice(PACKINGS)
        changed = rng.choice(sorted(files))
        files[f"{changed}.gz"] = pack(files.pop(changed), packing, rng)
    return MutatedDrop(seed, tuple(names), files)


def pack(data: bytes, packing: str, rng: Random) -> bytes:
    """Pack a file, as it should be or damaged."""
    packed = gzip.compress(data, mtime=0)
    if packing == "two members":
        at = rng.choice((1, 2, rng.randint(0, len(data))))
        return gzip.compress(data[:at], mtime=0) + gzip.compress(data[at:], mtime=0)
    if packing == "trailing garbage":
        return packed + rng.choice((b"garbage", b"\x1f", b"\x1f\x8b", b"\n", b"\0\0x"))
    if packing == "trailing zeros":
        return packed + bytes(rng.randint(1, 600))
    if packing == "truncated":
        return packed[: rng.randrange(len(packed))]
    if packing == "damaged":
        at = rng.randrange(len(packed))
        return packed[:at] + bytes([packed[at] ^ (1 << rng.randrange(8))]) + packed[at + 1 :]
    return data if packing == "not packed" else packed


def _split(files: dict[str, bytes], how: str, rng: Random) -> dict[str, bytes]:
    """Make two files of one: halves, the same twice, or a second one that repeats some rows."""
    ((name, data),) = files.items() if len(files) == 1 else [sorted(files.items())[0]]
    stem, _, ending = name.partition(".")
    second = f"{stem}_2.{ending}"
    header, *lines = data.splitlines(keepends=True) or [b""]
    if how == "the same file twice":
        return {name: data, second: data}
    if how == "two files of one part each":
        at = rng.randint(0, len(lines))
        return {name: header + b"".join(lines[:at]), second: header + b"".join(lines[at:])}
    again = [line for line in lines if rng.random() < 0.2]
    return {name: data, second: header + b"".join(again)}
