"""Pages point only to what is there: other pages, headings, pictures, files and functions."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, tree
from tests.docs.pages import DOCS, PAGES, anchors, read_page

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
NAMED_FILE = re.compile(r"`((?:api|engine|forms|tests|workflows)/[\w./-]+)(?:: (\w+))?`")


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(document):
    lost = []
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        found = (document.parent / path).resolve() if path else document
        is_lost = not found.exists() or (anchor and anchor not in anchors(found))
        if not target.startswith(("https://", "http://")) and is_lost:
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_function_that_a_page_names_is_there(document):
    named = NAMED_FILE.findall(document.read_text(encoding="utf-8"))
    lost = [f"{path}: {name}" for path, name in named if not is_there(path, name)]
    assert lost == []


def is_there(path, name):
    if not name:
        return (ROOT / path).exists()
    definitions = (ast.FunctionDef, ast.ClassDef)
    return (ROOT / path).is_file() and any(
        node.name == name for node in tree(ROOT / path).body if isinstance(node, definitions)
    )


def test_the_architecture_names_functions():
    assert len(NAMED_FILE.findall(read_page("docs/architecture.md"))) > 50


def test_every_page_is_in_the_list_of_pages():
    listed = {(DOCS / target).resolve() for target in LINK.findall(read_page("docs/README.md"))}
    pages = {page for page in DOCS.glob("*.md") if page.name != "README.md"}
    assert pages - listed == set()
