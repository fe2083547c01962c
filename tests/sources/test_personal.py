"""What may be about a person is told by a column's name, in several languages, or by a value."""

import pytest

from include.sources.personal import HIDDEN, hide_contacts, is_personal


@pytest.mark.parametrize(
    "column",
    ["customer_name", "cliente", "fone", "Vorname", "nom", "comentario", "strasse", "rua", "cpf"],
)
def test_a_name_that_speaks_of_a_person_is_recognised(column: str) -> None:
    assert is_personal(column)


@pytest.mark.parametrize(
    "column", ["customer_id", "order_id", "bairro", "quantity", "status", "economy", "gebiet"]
)
def test_a_name_that_speaks_of_no_person_is_not(column: str) -> None:
    assert not is_personal(column)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(81) 97468-1791", HIDDEN),
        ("call +49 30 1234567", f"call {HIDDEN}"),
        ("anna@example.com wrote", f"{HIDDEN} wrote"),
        ("0012345678", "0012345678"),
        ("9.12988E+11", "9.12988E+11"),
        ("10/08/2026 09:05", "10/08/2026 09:05"),
    ],
)
def test_addresses_and_numbers_to_call_are_hidden(text: str, shown: str) -> None:
    assert hide_contacts(text) == shown


def test_addresses_of_those_who_get_the_mail_stay() -> None:
    text = "to Ops@example.com: refused, as <bo@example.com> was"
    assert (
        hide_contacts(text, {"ops@example.com"}) == f"to Ops@example.com: refused, as {HIDDEN} was"
    )
