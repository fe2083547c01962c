"""Mutations of a file's bytes: encodings, line ends, delimiters, and damage anywhere."""

import csv
import io
from collections.abc import Callable
from random import Random

BytesMutation = Callable[[bytes, Random], bytes]

LINES = (
    b"\\.", b"", b" ", b"\t", b",", b",,,,", b'"', b'""', b'"""', b"NULL", b"\\N", b"\0", b"\xff",
    b"\x1a", b'x"y', b'"x"y', b'"x" ', b' "x"', b'","', b"#comment", b"sep=,", b"--", b"\r",
    b"\r\r", b'"\\."', b"\\.,", b"\xef\xbb\xbf", b"(2 rows)", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80",
)  # fmt: skip
ODD_BYTES = (
    b"\0",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\\",
    b"\xff",
    b"\x80",
    b"\xc3",
    b";",
    b"\t",
    b"\x1a",
)


def render(rows: list[list[str]], rng: Random) -> bytes:
    """Write rows as CSV; one file in four quotes every value."""
    out = io.StringIO(newline="")
    quoting = rng.choice((csv.QUOTE_ALL, *[csv.QUOTE_MINIMAL] * 3))
    csv.writer(out, lineterminator="\n", quoting=quoting).writerows(rows)
    return out.getvalue().encode()


def recode(encoding: str, mark: bytes = b"") -> BytesMutation:
    """Make the mutation that writes the file in another encoding."""

    def mutate(data: bytes, _rng: Random) -> bytes:
        return mark + data.decode("utf-8", "replace").encode(encoding, "replace")

    return mutate


def end_lines(end: bytes) -> BytesMutation:
    """Make the mutation that ends every line otherwise."""

    def mutate(data: bytes, _rng: Random) -> bytes:
        return data.replace(b"\r\n", b"\n").replace(b"\n", end)

    return mutate


def mix_line_ends(data: bytes, rng: Random) -> bytes:
    """End some lines with CRLF, a few with a lone carriage return or two of them."""
    ends = (b"\n", b"\n", b"\n", b"\r\n", b"\r\r\n", b"\r")
    weights = (40, 40, 40, 40, 1, 1)
    return b"".join(
        line + rng.choices(ends, weights)[0] for line in data.removesuffix(b"\n").split(b"\n")
    )


def delimit(mark: str) -> BytesMutation:
    """Make the mutation that writes the file with another delimiter."""

    def mutate(data: bytes, _rng: Random) -> bytes:
        rows = csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""))
        out = io.StringIO(newline="")
        try:
            csv.writer(out, delimiter=mark, lineterminator="\n").writerows(rows)
        except csv.Error:  # another mutation made a value too long
            return data.replace(b",", mark.encode())
        return out.getvalue().encode()

    return mutate


def insert_lines(data: bytes, rng: Random) -> bytes:
    """Put lines in that are no rows, also above the header and at the end."""
    lines = data.split(b"\n")
    for _ in range(rng.randint(1, 4)):
        lines.insert(rng.randint(0, len(lines)), rng.choice(LINES))
    return b"\n".join(lines)


def damage_middle(data: bytes, rng: Random) -> bytes:
    """Put one defect into the middle third of the file, far from header and end."""
    at = rng.randint(len(data) // 3, max(len(data) // 3, 2 * len(data) // 3))
    return data[:at] + rng.choice((*ODD_BYTES, *LINES)) + data[at:]


def open_quote(data: bytes, rng: Random) -> bytes:
    """Open a quote at the start of a field, and never close it."""
    places = [at + 1 for at, byte in enumerate(data) if byte in b",\n"] or [0]
    at = rng.choice(places)
    return data[:at] + b'"' + data[at:]


def drop_quote(data: bytes, rng: Random) -> bytes:
    """Take one quote away, or double one."""
    places = [at for at, byte in enumerate(data) if byte == 34]
    if not places:
        return open_quote(data, rng)
    at = rng.choice(places)
    return data[:at] + rng.choice((b"", b'""')) + data[at + 1 :]


def flip_bytes(data: bytes, rng: Random) -> bytes:
    """Change one to eight bytes to any other."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8) if data else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def insert_bytes(data: bytes, rng: Random) -> bytes:
    """Insert one to eight bytes, most of them ones that mean something in a CSV file."""
    for _ in range(rng.randint(1, 8)):
        at = rng.randint(0, len(data))
        byte = rng.choice((*ODD_BYTES, bytes([rng.randrange(256)])))
        data = data[:at] + byte + data[at:]
    return data


def delete_bytes(data: bytes, rng: Random) -> bytes:
    """Delete a few bytes, or a stretch."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(data))
        data = data[:at] + data[at + rng.choice((1, 1, 1, 2, 40, 400)) :]
    return data


def cut(data: bytes, rng: Random) -> bytes:
    """Cut the file at any byte."""
    return data[: rng.randint(0, len(data))]


def cut_last_line(data: bytes, rng: Random) -> bytes:
    """Cut the file within its last line."""
    last = len(data.rstrip(b"\r\n").rpartition(b"\n")[2]) + 2
    return data[: max(0, len(data) - rng.randint(1, last))]


def repeat_lines(data: bytes, rng: Random) -> bytes:
    """Repeat some physical lines."""
    lines = data.split(b"\n")
    for _ in range(rng.randint(1, 5)):
        lines.insert(rng.randint(1, len(lines)), rng.choice(lines))
    return b"\n".join(lines)


def swap_stretches(data: bytes, rng: Random) -> bytes:
    """Exchange two stretches of the file, as a broken copy does."""
    first, second, third = sorted(rng.randint(0, len(data)) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def empty(_data: bytes, rng: Random) -> bytes:
    """Send a file of nothing, or of what looks like nothing."""
    return rng.choice((b"", b"\n", b"\xef\xbb\xbf", b"\r\n\r\n", b"\0", b" ", b"\xff\xfe", b'"'))


BYTES_MUTATIONS: dict[str, BytesMutation] = {
    "byte-order mark": recode("utf-8-sig"),
    "two byte-order marks": recode("utf-8-sig", b"\xef\xbb\xbf"),
    "latin-1": recode("latin-1"),
    "cp1252": recode("cp1252"),
    "UTF-16": recode("utf-16"),
    "UTF-16 big-endian": recode("utf-16-be", b"\xfe\xff"),
    "UTF-16 without mark": recode("utf-16-le"),
    "CRLF": end_lines(b"\r\n"),
    "lone CR": end_lines(b"\r"),
    "mixed line ends": mix_line_ends,
    "semicolons": delimit(";"),
    "tabs": delimit("\t"),
    "bars": delimit("|"),
    "inserted lines": insert_lines,
    "defect in the middle": damage_middle,
    "open quote": open_quote,
    "dropped quote": drop_quote,
    "flipped bytes": flip_bytes,
    "inserted bytes": insert_bytes,
    "deleted bytes": delete_bytes,
    "cut anywhere": cut,
    "cut last line": cut_last_line,
    "repeated lines": repeat_lines,
    "swapped stretches": swap_stretches,
    "empty": empty,
}
