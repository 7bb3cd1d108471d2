"""Writes an XML tree in one layout: two blanks for each level, attributes in a given order."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 - the stubs have no public name
AttributeOrder: TypeAlias = Callable[[str], tuple[object, ...]]

_HEADER = "<?xml version='1.0' encoding='UTF-8'?>\n"
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
_XML = "http://www.w3.org/XML/1998/namespace"
_PARTS = re.compile(r"^(?:\{(?P<uri>[^}]*)\})?(?P<name>.*)$", re.DOTALL)


def write_xml(root: Element, prefixes: Mapping[str, str], order: AttributeOrder) -> bytes:
    """Write a tree as UTF-8 with a line for each element.

    `prefixes` maps every namespace to its prefix, and is declared in its order. `order` sorts the
    attributes by their full name. White space between elements is ours; an element that mixes text
    and elements is written as it is.
    """
    lines = _Writer(prefixes, order).lines(root, 0, _declarations(prefixes))
    return (_HEADER + "".join(f"{line}\n" for line in lines)).encode()


def namespaces_in(root: Element) -> set[str]:
    """Return the namespaces of all elements and attributes of a tree, without that of `xml:`."""
    names = (
        name for element in root.iter(etree.Element) for name in (element.tag, *element.attrib)
    )
    return {uri for name in names if (uri := _split(str(name))[0])} - {_XML}


def _declarations(prefixes: Mapping[str, str]) -> str:
    return "".join(
        f' xmlns:{prefix}="{uri.translate(_IN_ATTRIBUTE)}"' for uri, prefix in prefixes.items()
    )


class _Writer:
    def __init__(self, prefixes: Mapping[str, str], order: AttributeOrder) -> None:
        self._prefixes = {_XML: "xml", **prefixes}
        self._order = order

    def lines(self, element: Element, depth: int, declarations: str = "") -> Iterator[str]:
        """Give the lines of one element."""
        blanks = "  " * depth
        name = self._qualified(str(element.tag))
        start = f"{name}{declarations}{self._attributes(element)}"
        if not len(element):
            text = (element.text or "").translate(_IN_TEXT)
            yield f"{blanks}<{start}>{text}</{name}>" if text else f"{blanks}<{start}/>"
        elif _is_mixed(element):
            yield f"{blanks}<{start}>{self._inside(element)}</{name}>"
        else:
            yield f"{blanks}<{start}>"
            for child in element:
                yield from self.lines(child, depth + 1)
            yield f"{blanks}</{name}>"

    def _inside(self, element: Element) -> str:
        return (element.text or "").translate(_IN_TEXT) + "".join(map(self._as_it_is, element))

    def _as_it_is(self, element: Element) -> str:
        name, inside = self._qualified(str(element.tag)), self._inside(element)
        start = f"<{name}{self._attributes(element)}"
        whole = f"{start}>{inside}</{name}>" if inside else f"{start}/>"
        return whole + (element.tail or "").translate(_IN_TEXT)

    def _attributes(self, element: Element) -> str:
        return "".join(
            f' {self._qualified(name)}="{value.translate(_IN_ATTRIBUTE)}"'
            for name, value in sorted(
                ((str(name), str(value)) for name, value in element.attrib.items()),
                key=lambda attribute: self._order(attribute[0]),
            )
        )

    def _qualified(self, full_name: str) -> str:
        uri, name = _split(full_name)
        return f"{self._prefixes[uri]}:{name}" if uri else name


def _is_mixed(element: Element) -> bool:
    texts: Iterable[str | None] = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def _split(full_name: str) -> tuple[str, str]:
    match = _PARTS.match(full_name)
    return ("", full_name) if match is None else (match["uri"] or "", match["name"])
