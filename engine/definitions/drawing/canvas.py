"""Builds SVG as a tree, so that no text from a diagram can become markup."""

import re
from typing import Any

from lxml import etree

from engine.definitions.diagram import Element
from engine.definitions.drawing.look import FONT, INK
from engine.definitions.layout.geometry import Box
from engine.definitions.text_width import LINE_HEIGHT, wrapped

_SVG = "http://www.w3.org/2000/svg"
# lxml wants None for the namespace without prefix; its stubs do not know that.
_NAMESPACES: Any = {None: _SVG}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def new_picture(box: Box, label: str, *, has_links: bool) -> Element:
    """Start a picture of this size. With links it is a group; without, one image."""
    svg = etree.Element(f"{{{_SVG}}}svg", nsmap=_NAMESPACES)
    view = " ".join(number(n) for n in (box.left, box.top, box.width, box.height))
    svg.set("viewBox", view)
    svg.set("width", number(box.width))
    svg.set("height", number(box.height))
    svg.set("class", "bpmn-diagram")
    svg.set("role", "group" if has_links else "img")
    svg.set("aria-label", clean(label))
    svg.set("font-family", FONT)
    return svg


def add(parent: Element, tag: str, **attributes: float | str) -> Element:
    """Add an element; `_` in a name stands for `-`, and `class_` for `class`."""
    child = etree.SubElement(parent, f"{{{_SVG}}}{tag}")
    for name, value in attributes.items():
        text = clean(value) if isinstance(value, str) else number(value)
        child.set(name.rstrip("_").replace("_", "-"), text)
    return child


def add_title(parent: Element, text: str) -> None:
    """Name an element for pointers and screen readers."""
    add(parent, "title").text = clean(text)


def add_text(
    parent: Element, text: str, box: Box, size: float, *, from_top: bool = False
) -> Element:
    """Write wrapped text, centred in the box, or centred from its top."""
    lines = wrapped(text, box.width, size)
    step = size * LINE_HEIGHT
    top = box.top if from_top else box.centre.y - len(lines) * step / 2
    block = add(parent, "text", font_size=size, fill=INK, text_anchor="middle", class_="bpmn-text")
    for index, line in enumerate(lines):
        span = add(block, "tspan", x=box.centre.x, y=top + size * 0.95 + index * step)
        span.text = clean(line)
    return block


def clean(text: str) -> str:
    """Drop characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def number(value: float) -> str:
    """Write a number in pixels, to a hundredth."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def as_markup(svg: Element) -> str:
    """Give the picture as text, to stand in an HTML page or in a file."""
    return etree.tostring(svg, encoding="unicode")
