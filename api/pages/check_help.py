"""The pages about the checks: why a check is there, an example, what to do."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from api.access import SIGNED_IN, open_to
from api.procedure_files import SHIPPED

blueprint = Blueprint("pages_check_help", __name__)

_OVERVIEW = "README"
# In a checkout the pages stand under docs; the wheel carries them beside the checks.
_FOLDERS = (SHIPPED / "docs" / "checks", SHIPPED / "engine" / "definitions" / "checks" / "pages")
_CLASSES = {
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
}


def _example(
    _renderer: object, tokens: Sequence[Token], index: int, _options: object, _env: object
) -> str:
    """Render an example of a file; what scrolls can be reached with the keyboard."""
    pre = '<pre class="concord-source" tabindex="0" role="region" aria-label="Example of a file">'
    return f"{pre}<code>{escape(tokens[index].content)}</code></pre>\n"


_READER = MarkdownIt("commonmark", {"html": False})
_READER.add_render_rule("fence", _example)


@blueprint.get("/procedures/checks")
@open_to(SIGNED_IN)
def list_checks() -> ResponseReturnValue:
    """Show every check, with a link to its page."""
    return _show(_OVERVIEW)


@blueprint.get("/procedures/checks/<name>")
@open_to(SIGNED_IN)
def show_check(name: str) -> ResponseReturnValue:
    """Show the page about one check."""
    return _show(name)


def _show(name: str) -> ResponseReturnValue:
    page = _pages().get(name)
    if page is None:
        abort(404)
    tokens = _READER.parse(page.read_text(encoding="utf-8"))
    title = next((t.content for t in tokens if t.type == "inline"), name)
    _dress(tokens)
    text = Markup(_READER.renderer.render(tokens, _READER.options, {}))  # noqa: S704 - our own page
    return render_template(
        "pages/check_help.html", title=title, text=text, is_overview=name == _OVERVIEW
    )


def _pages() -> dict[str, Path]:
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), None)
    return {} if folder is None else {page.stem: page for page in folder.glob("*.md")}


def _dress(tokens: Iterable[Token]) -> None:
    """Give elements their classes, and let links between the files lead to pages."""
    for token in tokens:
        if token.nesting == 1 and token.tag in _CLASSES:
            token.attrSet("class", _CLASSES[token.tag])
        href = token.attrGet("href")
        if isinstance(href, str) and href.endswith(".md"):
            token.attrSet("href", url_for("pages_check_help.show_check", name=Path(href).stem))
        _dress(token.children or ())
