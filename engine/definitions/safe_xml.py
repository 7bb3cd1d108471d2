"""XML that strangers send: walked over before any tree is built."""

from collections.abc import Mapping
from xml.parsers import expat

from lxml import etree

from engine.definitions import names
from engine.definitions.foreign_files import recognised_bytes
from engine.spiff.document import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_XML_ELEMENTS,
    DocumentRefused,
    read_document,
)

_WHITE = b"\xef\xbb\xbf \t\r\n"
_SPLIT = "Split the procedure into several diagrams, joined by call activities."
_TOO_MANY = (f"The file has more than {MAX_XML_ELEMENTS:,} XML elements.", _SPLIT)
MAX_PARTS = 25_000
"""How many flow nodes, sequence flows and lanes with their members one file may have together."""
_TOO_MANY_PARTS = (f"The diagram has more than {MAX_PARTS:,} steps, flows and the like.", _SPLIT)
MAX_NAME = 2_000
"""How many characters a name or an id may have. Problems repeat them, each time in full."""
_TOO_LONG = (
    f"The file has a name or an id of more than {MAX_NAME:,} characters.",
    "Say in a few words what people do; put the rest into the documentation.",
)
_PARTS = names.FLOW_NODES | {"sequenceFlow", "lane", "flowNodeRef"}
_TOO_DEEP = (
    f"The file is nested deeper than {MAX_DEPTH} levels.",
    "Draw fewer sub-processes inside each other.",
)
_DOCTYPE = (
    "The file has a DOCTYPE. Diagrams need none, and it can be used to attack a server.",
    "Delete the DOCTYPE, or save the diagram again from the modeller.",
)


def read_xml(source: bytes) -> etree._Element:
    """Read bytes as XML and give the root element.

    A small file can describe a tree that fills the memory, so a first walk, which keeps nothing,
    stops at the first danger.

    Raises:
        DocumentRefused: too large, not UTF-8, a DOCTYPE, too deep, too many elements, not XML.
    """
    known = recognised_bytes(source)
    if known is not None:
        said = f"The file is {known.what}. Concord reads BPMN diagrams, as XML in UTF-8."
        raise DocumentRefused(said, known.remedy)
    if not source.strip(_WHITE):
        raise DocumentRefused(
            "The file is empty.", "Choose the .bpmn file that the modeller saved."
        )
    if len(source) <= MAX_BYTES:
        _Walk().over(source)
    return read_document(source)


class _Walk:
    def __init__(self) -> None:
        self._depth = 0
        self._elements = 0
        self._parts = 0
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype_found
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended

    def over(self, source: bytes) -> None:
        """Read until the end, or until the text stops being XML: the parser says why it is not."""
        try:
            self._parser.Parse(source, True)  # noqa: FBT003 - expat takes it by place only
        except expat.ExpatError:
            return
        except (ValueError, LookupError) as error:  # an encoding that Python does not know
            if isinstance(error, DocumentRefused):
                raise

    def _doctype_found(self, *_details: object) -> None:
        raise DocumentRefused(*_DOCTYPE, self._parser.CurrentLineNumber)

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        self._parts += name.rpartition(":")[2] in _PARTS
        if self._depth > MAX_DEPTH:
            raise DocumentRefused(*_TOO_DEEP, self._parser.CurrentLineNumber)
        if self._elements > MAX_XML_ELEMENTS:
            raise DocumentRefused(*_TOO_MANY, self._parser.CurrentLineNumber)
        if self._parts > MAX_PARTS:
            raise DocumentRefused(*_TOO_MANY_PARTS, self._parser.CurrentLineNumber)
        if any(len(attributes.get(label, "")) > MAX_NAME for label in ("name", "id")):
            raise DocumentRefused(*_TOO_LONG, self._parser.CurrentLineNumber)

    def _ended(self, _name: str) -> None:
        self._depth -= 1
