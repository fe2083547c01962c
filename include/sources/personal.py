"""Which values may be about a person: told by the column's name, or by how they look."""

import re
from collections.abc import Collection

HIDDEN = "(hidden)"
# English, and the same words in Portuguese, Spanish, French, Italian, German and Dutch.
PERSONAL = re.compile(
    "name|mail|phone|mobil|contact|address|street|comment|message|text|title|feedback$|birth"
    "|customer$|buyer|recipient|client|comprador|kunde|klant|empfaenger|empfanger|destinat|ontvanger"
    "|nom(e|bre|_|$)|apellido|cognom|naam|fone|telef|(^|_)tel(_|$)|movil|celular|whatsapp|handy|gsm"
    "|contat|kontakt|endereco|direccion|adres|indirizzo|strasse|calle|(^|_)(rua|rue|via|straat)(_|$)"
    "|coment|kommentar|mensa[gj]|messag|nachricht|bericht|opini|nasc|nacim|naiss|geburt|cpf|dni"
)
EMAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+")
TELEPHONE = re.compile(r"[+(][0-9][0-9 ()./-]{6,}")


def is_personal(column: str) -> bool:
    """Return whether a column's name says that its values may be about a person."""
    return bool(PERSONAL.search(column.lower()))


def hide_contacts(text: str, keep: Collection[str] = ()) -> str:
    """Return a text without telephone numbers and mail addresses, but for those in `keep`."""

    def hide(found: re.Match[str]) -> str:
        return found[0] if found[0].strip("<>()[]'\":.").lower() in keep else HIDDEN

    return TELEPHONE.sub(HIDDEN, EMAIL.sub(hide, text))
