"""A small, safe subset of Markdown for texts of a form: no HTML, no images, https links only."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markdown_it.token import Token

_RULES = ("heading", "list", "emphasis", "link", "escape", "newline", "entity")
_CLASSES: Mapping[str, str] = {
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
}


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False}).enable(list(_RULES))
    reader.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]
    return reader


_READER = _reader()


@lru_cache(maxsize=512)
def render_markdown(text: str) -> Markup:
    """Return the HTML of a text, in GOV.UK classes; the page's own heading stays the only h1."""
    tokens = _READER.parse(text)
    _dress(tokens)
    return Markup(_READER.renderer.render(tokens, _READER.options, {}))  # noqa: S704


def _dress(tokens: Iterable[Token]) -> None:
    """Give elements their classes, and bring headings to the second and third level."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2" if token.tag in {"h1", "h2"} else "h3"
        if token.nesting == 1 and token.tag in _CLASSES:
            token.attrSet("class", _CLASSES[token.tag])
        _dress(token.children or ())
