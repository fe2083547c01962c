"""Mutations of single values: rows of a well-formed file in, the same rows with odd values out."""

from collections.abc import Callable
from random import Random

Rows = list[list[str]]
RowsMutation = Callable[[Rows, Random], Rows]

NUMBERS = (
    "1,234.56", "1.234,56", "1234,56", "1 234.56", "R$ 12,50", "Rp12.000", "$5", "12.50 EUR",
    "4,4rb", "1rb", "1_000", "0x1F", "NaN", "infinity", "-Infinity", "1e400", "1e-400", "1e5",
    "9.12988E+11", "9,12988E+11", "+5", "-0", "--5", "5-", "(5)", "1.", ".5", ".", "-", "12%",
    "\u0661\u0662", "\uff11\uff12", "½", "1\u00a0234", "007", "9223372036854775808",
    "99999999999999999999",
    "1" * 200, "0." + "3" * 100, "1e", "1e+", "1,2,3", "1.2.3", "1,23", "1.234", "1,234",
)  # fmt: skip
DATES = (
    "today", "now", "epoch", "tomorrow", "infinity", "0000-00-00", "0000-00-00 00:00:00",
    "2018-02-30", "2018-02-30 10:00:00", "2016-02-29", "2018-01-01 24:00:00", "24:00:00",
    "2018-01-01 23:59:60", "2018-01-01 25:00:00", "10000-01-01", "10000-01-01 00:00:00",
    "0001-01-01", "0001-01-01 00:00:00", "03/04/2018", "13/04/2018", "04/13/2018", "31.12.2018",
    "31-12-2018", "12-31-2018", "20180101", "2018-1-1", "2018-01-01T10:00:00", "2018-01-01T10:00Z",
    "2018-01-01 10:00:00+02", "2018-01-01 10:00:00.123456", "2018-01-01 10:00:00.1234567",
    "2018-01-01 10:00", "2018-01-01 10", "2018-01-01 10:00 PM", "Jan-18", "1 Jan 2018", "43101",
    "2018-03-25 02:30:00", "2018-10-28 02:30:00", "2018-11-04 00:30:00", "2018-02-17 23:30:00",
    "2018-01-01 BC", "2018-W01-1", "\u0662\u0660\u0661\u0668-01-01", "1514764800", "J2451187",
    "2018-01-01  10:00:00", "294277-01-01", "2018-12-00", "2018-00-12", "99-12-31", "03/04/18",
    "3/4/2018", "03-04-2018", "2018-01-01 10:00:00+05:30", "2018-01-01 10:00:00-0330",
    "2018-01-01 10:00:00 +02", "2018-01-01 10:00:00z", "2018-01-01 10:00:00+16:00",
    "2018-01-01 10:00:00+02:60", "04/03/2018 5:07 PM", "04/03/2018 12:30 AM",
    "04/03/2018 12:30 pm", "04/03/2018 15:07 PM", "04/03/2018 15:07 AM", "04/03/2018 00:10 AM",
    "04/03/2018 00:10 PM",
)  # fmt: skip
TEXTS = (
    "", " ", "   ", "null", "NULL", "Null", "None", "\\N", "\\.", "\\", "\\\\", "\\t", "\\n", "n/a",
    "-", "?", "\u00a0", "\u200b", "\ufeff", "\u202eabc\u202c", "e\u0301", "\u00e9", "😀", "\u0000",
    "\u2028", "\u0085", "\x0b", "\x0c", "\x1a", "\x1b[31m", "\x7f", "\x01", "''", "'", "';--",
    "{}", "[]", "%s", "%(day)s", "$1", "${x}", "a\tb", "a;b", "a|b", "=1+1", "ß", "İ", "\ufffd",
    "true", "TRUE", "yes", "on", "wahr", "2", "t", "T",
)  # fmt: skip
QUOTED = (
    "a,b", 'say "hi"', "two\nlines", "two\r\nlines", "two\rlines", '"', '""', '","', '\n"', '"\n',
    "a\n\nb", "\n", "\r", "\r\n", ",", ",,,", "\\.\n\\.", "a\n\\.\nb", 'x"\n1,2,3\n"y', "\nEOF\n",
)  # fmt: skip


def _replace(values: tuple[str, ...], share: float = 0.05) -> RowsMutation:
    """Make the mutation that puts such values into a share of one to three columns."""

    def mutate(rows: Rows, rng: Random) -> Rows:
        width = len(rows[0])
        for place in rng.sample(range(width), k=min(width, rng.randint(1, 3))):
            for row in rows[1:]:
                if rng.random() < share:
                    row[place] = rng.choice(values)
        return rows

    return mutate


def pad_values(rows: Rows, rng: Random) -> Rows:
    """Put spaces, tabs and spaces of other widths around values."""
    for row in rows[1:]:
        if rng.random() < 0.1:
            place = rng.randrange(len(row))
            before, after = (rng.choice(("", " ", "  ", "\t", "\u00a0")) for _ in range(2))
            row[place] = before + row[place] + after
    return rows


def change_case(rows: Rows, rng: Random) -> Rows:
    """Write some values in capitals: words that the contract lists, booleans, identifiers."""
    for row in rows[1:]:
        if rng.random() < 0.1:
            place = rng.randrange(len(row))
            row[place] = row[place].upper()
    return rows


def decorate_numbers(rows: Rows, rng: Random) -> Rows:
    """Write the file's own numbers as another country or program would."""
    for row in rows[1:]:
        for place, value in enumerate(row):
            if value.replace(".", "", 1).isdigit() and rng.random() < 0.05:
                number = float(value[:15])
                row[place] = rng.choice(
                    (
                        f"{number:,.2f}",
                        f"{number:.2f}".replace(".", ","),
                        f"{number:,.2f}".translate({44: ".", 46: ","}),
                        f"R$ {value}",
                        f"{value}rb",
                        f"{number:E}",
                        f"{number:.5E}".replace("E+", "e"),
                        f"{value} EUR",
                        f"+{value}",
                        f"{value[0]}_{value[1:]}",
                    )
                )
    return rows


def reorder_dates(rows: Rows, rng: Random) -> Rows:
    """Write the file's own dates day first, month first, with a T or without seconds."""
    for row in rows[1:]:
        for place, value in enumerate(row):
            is_date = value[4:5] == value[7:8] == "-" and value[:4].isdigit()
            if is_date and rng.random() < 0.05:
                year, month, day, clock = value[:4], value[5:7], value[8:10], value[10:]
                row[place] = rng.choice(
                    (
                        f"{day}/{month}/{year}{clock}",
                        f"{month}/{day}/{year}{clock}",
                        f"{day}-{month}-{year}{clock}",
                        f"{day}.{month}.{year}",
                        f"{value[:10]}T{clock[1:]}",
                        value[:16],
                        value[:10],
                        f"{value}Z",
                        f"{value}.5",
                    )
                )
    return rows


def lengthen_value(rows: Rows, rng: Random) -> Rows:
    """Make one value very long: longer than a key, than the csv module's limit, than a block."""
    row = rows[rng.randrange(1, len(rows))] if len(rows) > 1 else rows[0]
    length = rng.choice((599, 600, 601, 2_800, 9_000, 131_072, 131_073, 140_000))
    row[rng.randrange(len(row))] = rng.choice(("x", "é", "9", "\n", '"')) * length
    return rows


def fill_keys(rows: Rows, rng: Random) -> Rows:
    """Make the values of one row as long as a key may be, of letters that no packing shortens."""
    row = rows[rng.randrange(1, len(rows))] if len(rows) > 1 else rows[0]
    for place in range(len(row)):
        row[place] = f"{rng.getrandbits(2400):0600x}"
    return rows


def repeat_rows(rows: Rows, rng: Random) -> Rows:
    """Repeat rows as they are, and rows of the same key with another value."""
    for _ in range(rng.randint(1, 10)):
        row = list(rows[rng.randrange(len(rows))])
        if rng.random() < 0.5:
            row[rng.randrange(len(row))] = rng.choice((*TEXTS, *NUMBERS, row[0]))
        rows.insert(rng.randint(1, len(rows)), row)
    return rows


def shuffle_rows(rows: Rows, rng: Random) -> Rows:
    """Put the rows into another order."""
    below = rows[1:]
    rng.shuffle(below)
    return [rows[0], *below]


CELL_MUTATIONS: dict[str, RowsMutation] = {
    "odd numbers": _replace(NUMBERS),
    "odd dates": _replace(DATES),
    "odd texts": _replace(TEXTS),
    "quoted values": _replace(QUOTED),
    "padded values": pad_values,
    "capitals": change_case,
    "foreign numbers": decorate_numbers,
    "foreign dates": reorder_dates,
    "long value": lengthen_value,
    "full keys": fill_keys,
    "repeated rows": repeat_rows,
    "shuffled rows": shuffle_rows,
}
