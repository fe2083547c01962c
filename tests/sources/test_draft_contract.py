"""Drafting a contract and mappings from files that nobody has described."""

import gzip
from pathlib import Path

import pytest

from include.sources.contract import read_contract
from include.sources.draft_contract import render_contract
from include.sources.draft_mapping import SilverColumn, draft_mappings, explain_unmapped
from include.sources.draft_sample import read_sample
from include.sources.draft_table import draft_tables, find_pattern, name_column
from include.sources.drop import ReplayError

ORDERS = (
    "\ufeffOrder No.;Größe;Ordered;order;Price;1st\n"
    "A-1;12;01.03.2026 09:00;x;12,50 €;\n"
    "A-2;7;14.03.2026 17:30;y;8,00 €;\n"
)
SILVER = {
    "orders": [
        SilverColumn("order_id", "text", "Order.", True),
        SilverColumn("ordered_at", "timestamp with time zone", "Moment.", False),
        SilverColumn("status", "text", "Status.", False),
        SilverColumn("city", "text", "100 % city.", False),
    ],
    "order_items": [
        SilverColumn("order_id", "text", "Order.", True),
        SilverColumn("line_number", "integer", "Line.", True),
        SilverColumn("product_id", "text", "Product.", False),
    ],
    "deliveries": [
        SilverColumn("order_id", "text", "Order.", True),
        SilverColumn("delivered_at", "timestamp with time zone", "Moment.", False),
    ],
    "places": [SilverColumn("postal_code", "text", "Code.", True)],
}


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_draft_is_a_contract_that_reads_the_file(tmp_path: Path) -> None:
    tables = draft_tables([write(tmp_path, "orders.csv", ORDERS)])
    (tmp_path / "contract.yaml").write_text(render_contract("shop", tables), encoding="utf-8")
    contract = read_contract(tmp_path / "contract.yaml")
    assert contract.currency == "EUR"
    terms = contract.tables["orders"]
    assert terms.delimiters == (";",)
    assert terms.key == ("order_no",)
    assert list(terms.columns) == ["order_no", "grosse", "ordered", "order_", "price", "column_1st"]
    assert terms.headers("grosse")[0] == "Größe"
    assert terms.columns["ordered"].formats == ("DD.MM.YYYY HH:MI",)
    assert (terms.columns["price"].formats, terms.columns["price"].affixes) == (
        ("1234,56",),
        ("€",),
    )


def test_every_guess_is_marked(tmp_path: Path) -> None:
    text = render_contract("shop", draft_tables([write(tmp_path, "orders.csv", ORDERS)]))
    for line in ("currency", "timezone", "key", "column_1st"):
        assert any(line in each and "# guess" in each for each in text.splitlines()), line


def test_values_that_may_be_about_a_person_stay_out_of_the_contract(tmp_path: Path) -> None:
    rows = "courier_name,who,kind\nIda,ida@example.com,van\nJon,jon@example.com,bike\n"
    text = render_contract("shop", draft_tables([write(tmp_path, "couriers.csv", rows)]))
    assert "Ida" not in text
    assert "ida@" not in text
    assert "# van, bike" in text


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("orders.csv", "orders.csv*"),
        ("Orders_2026-03-01.csv.gz", "orders_[0-9]*.csv*"),
        ("20260301 lines.TSV", "[0-9]* lines.tsv*"),
    ],
)
def test_digits_in_a_name_stand_for_any_digits(name: str, pattern: str) -> None:
    assert find_pattern(Path(name)) == pattern


def test_files_that_differ_in_digits_only_are_one_table(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, f"orders_{day}.csv", "order_no,state\n1,new\n2,new\n") for day in (1, 2)
    ]
    (table,) = draft_tables(paths)
    assert table.name == "orders"
    assert table.key == ("order_no",)  # unique in each file, which is a day's


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("amount,order_no,line\n5,1,1\n6,1,2\n7,2,1\n", ("order_no", "line")),
        ("order_no,x\n1,a\n1,a\n2,b\n", ("order_no",)),  # the same row twice is one row
        ("name,x\na,1\na,1\nb,\n", ("name",)),
        ("price\n1.5\n2.5\n", ()),
        ("order_no,x\n", ()),
    ],
)
def test_a_key_is_what_no_two_rows_share(tmp_path: Path, text: str, key: tuple[str, ...]) -> None:
    (table,) = draft_tables([write(tmp_path, "rows.csv", text)])
    assert table.key == key


def test_a_number_that_names_a_row_is_an_identifier_its_line_is_not(tmp_path: Path) -> None:
    (table,) = draft_tables([write(tmp_path, "itens.csv", "pedido,item\n7,1\n7,2\n8,1\n")])
    assert [(name, table.columns[name].type) for name in ("pedido", "item")] == [
        ("pedido", "identifier"),
        ("item", "integer"),
    ]
    assert set(table.key) == {"pedido", "item"}


def test_reserved_words_and_digits_become_names_that_need_no_quotes() -> None:
    assert [name_column(header, 3) for header in ("Order", "2nd", "%", "E-Mail")] == [
        "order_",
        "column_2nd",
        "column_3",
        "e_mail",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_and_archives_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress("größe|x\n1|ä\n".encode(encoding)))
    sample = read_sample(path)
    assert (sample.names, sample.rows, sample.delimiter) == (["größe", "x"], [["1", "ä"]], "|")


def test_a_file_without_a_header_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match=r"orders\.csv is empty"):
        draft_tables([write(tmp_path, "orders.csv", "")])


def test_mappings_are_drafted_where_the_key_is_found(tmp_path: Path) -> None:
    tables = draft_tables(
        [
            write(tmp_path, "orders.csv", "id,ordered,arrived,state\n1,2026-03-01,2026-03-02,5%\n"),
            write(tmp_path, "order_details.csv", "order_no,sku\n1,R\n1,T\n"),
            write(tmp_path, "weather.csv", "day,rain_mm\n2026-03-01,4\n2026-03-02,0\n"),
        ]
    )
    drafts = draft_mappings(tables, SILVER)
    assert set(drafts) == {"orders", "order_items", "deliveries"}
    assert "id as order_id" in drafts["orders"]
    assert "ordered::timestamp at time zone %(timezone)s as ordered_at" in drafts["orders"]
    assert "when '5%%' then null" in drafts["orders"]
    assert "--     city (text): 100 %% city." in drafts["orders"]
    assert "row_number() over (partition by order_no, _day order by sku)" in drafts["order_items"]
    assert "from bronze.orders_typed" in drafts["deliveries"]
    assert list(explain_unmapped(tables, SILVER, drafts)) == ["weather"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("wetter.csv", "tag,regen\n1,4\n", "its names say nothing to us; rename them"),
        ("places.csv", "ort,breite\nA,4\n", "no column seems to be postal_code; name it"),
        ("places.csv", "plz\n\n", "it has no key"),
    ],
)
def test_a_table_without_a_mapping_is_told_why(
    tmp_path: Path, name: str, text: str, reason: str
) -> None:
    tables = draft_tables([write(tmp_path, name, text)])
    drafts = draft_mappings(tables, SILVER)
    (told,) = explain_unmapped(tables, SILVER, drafts).values()
    assert told.startswith(reason)


def test_a_second_file_of_a_subject_is_told_of_the_first(tmp_path: Path) -> None:
    text = "order_no,city\n1,Rome\n"
    paths = [write(tmp_path, name, text) for name in ("orders_a.csv", "orders_b.csv")]
    tables = draft_tables(paths)
    (told,) = explain_unmapped(tables, SILVER, draft_mappings(tables, SILVER)).values()
    assert told == "mapping/orders.sql reads another file already"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("CLIENTE", "Inês Galvão"),
        ("Vorname", "Inés"),
        ("COMENTÁRIO", "Inês gostou"),
        ("Zuständig", "(81) 97468-1791"),
        ("Zuständig", "+49 30 1234567"),
    ],
)
def test_what_may_be_about_a_person_is_left_out_of_the_comments(
    tmp_path: Path, header: str, value: str
) -> None:
    tables = draft_tables([write(tmp_path, "orders.csv", f"{header},bairro\n{value},Graças\n")])
    text = render_contract("shop", tables)
    assert value not in text
    assert "Graças" in text
