"""Sections of a page: one that breaks names its error in its place, and the others stay whole.

A section breaks in Python, while its values are built (`build_part`), or in its template, between
`{% section "name", "id" %}` and `{% endsection %}`. Either way the tag shows the error's type
and message without personal data, logs the traceback, and adds the section to the list that the
brief, the digest and the night's step tell of.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar, cast

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context, Macro

from include.report.masking import mask_text

log = logging.getLogger(__name__)

Part = TypeVar("Part")

LONGEST = 200  # characters of an error's message on a page


@dataclass(frozen=True)
class BrokenSection:
    """A section that could not be rendered: page, name, error in one line, id of its box."""

    page: str
    name: str
    error: str
    anchor: str = ""

    @property
    def address(self) -> str:
        """Return where its box stands."""
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


class SectionError(Exception):
    """A part of a page was asked for that could not be built."""

    def __init__(self, name: str, cause: Exception) -> None:
        super().__init__(f"{name}: {cause}")
        self.name = name
        self.cause = cause


class BrokenPart:
    """Stands where a part of a page would; whatever a template does with it raises its error."""

    def __init__(self, error: SectionError) -> None:
        self._error = error

    def __getattr__(self, name: str) -> NoReturn:
        """Raise the part's error; so do all the other ways to read it."""
        raise self._error

    def _fail(self, *_: object) -> NoReturn:
        raise self._error

    __bool__ = __call__ = __getitem__ = __iter__ = __len__ = __str__ = __html__ = _fail


def build_part(name: str, build: Callable[[], Part]) -> Part:
    """Return what `build` returns; when it raises, a part that breaks only its own section."""
    try:
        return build()
    except SectionError as error:  # made of a part that is broken: the first error is the one
        return cast("Part", BrokenPart(error))
    except Exception as error:
        log.exception("%s could not be built", name)
        return cast("Part", BrokenPart(SectionError(name, error)))


def describe_error(page: str, name: str, error: Exception, anchor: str = "") -> BrokenSection:
    """Return what people see of an error: type and first line, without personal data."""
    if isinstance(error, SectionError):
        name, error = error.name, error.cause
    first = next((line for line in str(error).splitlines() if line.strip()), "no message")
    return BrokenSection(page, name, mask_text(f"{type(error).__name__}: {first}", LONGEST), anchor)


class SectionTag(Extension):
    """The tag `{% section "name", "id" %}`: where a list `broken` is kept, errors end in it.

    The id, which may be left out, is that of the section: the box of its error takes it over.
    """

    tags = {"section"}  # noqa: RUF012  # as Jinja2 declares it

    def parse(self, parser: Parser) -> nodes.Node:
        """Make the tag a call of `_render` with its body as a block."""
        line = next(parser.stream).lineno
        given = [parser.parse_expression()]
        if parser.stream.skip_if("comma"):
            given.append(parser.parse_expression())
        body = parser.parse_statements(("name:endsection",), drop_needle=True)
        call = self.call_method("_render", [nodes.ContextReference(), *given])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _render(self, context: Context, name: str, anchor: str = "", *, caller: Macro) -> str:
        broken: list[BrokenSection] | None = context.get("broken")
        try:
            return caller()
        except Exception as error:
            if broken is None:
                raise
            if not isinstance(error, SectionError):  # that one was logged where it was built
                log.exception("%s: section %r could not be rendered", context["page"], name)
            found = describe_error(context["page"], name, error, anchor)
            broken.append(found)
            template: Any = self.environment.get_template("broken_section.html.j2")
            return str(template.render(found=found))
