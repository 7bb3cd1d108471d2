"""Reads a PDF back: its text, and how it is tagged for those who do not see it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader

BREAKS = "\u200b\u00ad\u2060"


def opened(pdf: bytes) -> PdfReader:
    """Return the file, opened."""
    return PdfReader(BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Return the text of all pages in one line; where lines and words may break does not count."""
    text = " ".join(page.extract_text() for page in opened(pdf).pages)
    return " ".join("".join(letter for letter in text if letter not in BREAKS).split())


def letters_of(pdf: bytes) -> str:
    """Return the text without any space: long words come back in pieces."""
    return text_of(pdf).replace(" ", "")


def elements_of(pdf: bytes) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield kind and entries of every element of the structure, in the order of reading."""
    yield from _below(opened(pdf).trailer["/Root"]["/StructTreeRoot"])


def _below(element: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        node = child.get_object()
        if isinstance(node, dict) and "/S" in node:
            yield str(node["/S"]), node
            yield from _below(node)
