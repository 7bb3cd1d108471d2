"""The documentation pages, as these tests read them."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md")))
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CODE = re.compile(r"`([^`]+)`")


def read_page(name: str) -> str:
    """Return the text of a page, named from the root of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """Return what stands under a heading of the second level."""
    _, _, rest = page.partition(f"\n## {heading}\n")
    assert rest, f"There is no section “{heading}”"
    return rest.partition("\n## ")[0]


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def rows(text: str, *columns: str) -> Iterator[list[str]]:
    """Yield the cells of every table whose first columns have these headings."""
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        if not line.startswith("|"):
            inside = False
        elif tuple(cells[: len(columns)]) == columns:
            inside = True
        elif inside and not set(line) <= set("|-: "):
            yield cells


def code(cell: str) -> str:
    """Return the code that a cell begins with."""
    found = _CODE.match(cell)
    assert found, f"no code in “{cell}”"
    return found[1]


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {text.replace(" ", "-") for text in plain}
