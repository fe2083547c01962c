"""The oracle's own reading of a file: records by a grammar, not by the product's code.

A record is fields between delimiters up to a line end; a field is quoted (a quote within is
doubled) or bare (it does not start with a quote and holds no line end). A line at which no record
can begin is a bad record of its own, and reading goes on below it. Blank lines are none.
"""

import re
import zlib
from dataclasses import dataclass
from functools import cache

LONGEST_VALUE = 131_072
MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Unreadable(Exception):  # noqa: N818
    """The oracle can make nothing of a file: the file is broken, or its columns do not fit."""

    def __init__(self, problem: str, breach: str = "file") -> None:
        super().__init__(problem)
        self.breach = breach


@dataclass(frozen=True)
class Record:
    """One record: first line, lines, its bytes, and its fields or why it has none."""

    line: int
    lines: int
    raw: bytes
    values: list[str]
    problem: str = ""


def unpack(data: bytes) -> bytes:
    """Return the content of a gzip file of any number of members."""
    content = b""
    while data:
        member = zlib.decompressobj(wbits=31)
        try:
            content += member.decompress(data)
        except zlib.error as error:
            raise Unreadable(f"archive: {error}") from error
        if not member.eof:
            raise Unreadable("archive: cut")
        data = member.unused_data.lstrip(b"\0")
    return content


def decode(data: bytes, encodings: tuple[str, ...]) -> tuple[bytes, str]:
    """Return the file without its mark, as UTF-8 where it is UTF-16, and its encoding."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            if encoding == "utf-8":
                return body, encoding
            try:
                return body.decode(encoding).encode(), "utf-8"
            except UnicodeError as error:
                raise Unreadable(f"{encoding}: {error}") from error
    if encodings[0] != "utf-8" or len(encodings) == 1 or data.isascii() or _has_sequence(data):
        return data, encodings[0]
    return data, encodings[1]


def split(data: bytes, delimiter: str, encoding: str = "utf-8") -> list[Record]:
    """Return every record of a file, header included."""
    pattern = _record_pattern(delimiter)
    text = data.decode("latin-1")  # one character a byte: the structure is ASCII
    records = []
    at, line = 0, 1
    while at < len(text):
        found = pattern.match(text, at)
        fields = _fields(found[0], delimiter) if found else []
        if found is None or any(len(_decode(field, encoding)) > LONGEST_VALUE for field in fields):
            end = text.find("\n", at) + 1 or len(text)
            records.append(Record(line, 1, data[at:end], [], "no record begins here"))
            lines = 1
        else:
            end = found.end()
            raw = data[at:end]
            lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
            if raw.strip(b"\r\n") or not found["end"]:
                records.append(_record(line, lines, raw, fields, encoding))
        at, line = end, line + lines
    return records


def _record(line: int, lines: int, raw: bytes, fields: list[str], encoding: str) -> Record:
    if b"\0" in raw:
        return Record(line, lines, raw, [], "NUL")
    try:
        values = [field.encode("latin-1").decode(encoding) for field in fields]
    except UnicodeDecodeError:
        return Record(line, lines, raw, [], f"not {encoding}")
    return Record(line, lines, raw, values)


@cache
def _record_pattern(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter.encode().decode("latin-1"))
    field = rf'(?:"(?:[^"]|"")*+"|(?!")(?:(?!{mark})[^\r\n])*+)'
    return re.compile(rf"{field}(?:{mark}{field})*+(?P<end>\r*\n|\r*\Z)")


def _fields(text: str, delimiter: str) -> list[str]:
    """Take the fields of one record apart; the record is known to be well formed."""
    mark = delimiter.encode().decode("latin-1")
    fields, rest = [], text
    while True:
        if rest.startswith('"'):
            found = re.match(r'"((?:[^"]|"")*+)"', rest)
            assert found is not None
            fields.append(found[1].replace('""', '"'))
            rest = rest[found.end() :]
        else:
            bare = re.split(rf"{re.escape(mark)}|[\r\n]", rest, maxsplit=1)[0]
            fields.append(bare)
            rest = rest[len(bare) :]
        if not rest.startswith(mark):
            return fields
        rest = rest[len(mark) :]


def _decode(field: str, encoding: str) -> str:
    return field.encode("latin-1").decode(encoding, "replace") if len(field) > LONGEST_VALUE else ""


def _has_sequence(data: bytes) -> bool:
    """Tell whether a file has one valid UTF-8 sequence of several bytes."""
    return any(len(part.encode()) > 1 for part in data.decode("utf-8", "ignore"))
