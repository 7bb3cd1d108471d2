"""What a file is that somebody took for a BPMN diagram, and how to get a diagram out of it."""

from typing import NamedTuple

from lxml import etree


class Recognised(NamedTuple):
    """What the file is, as a noun, and what to do instead of sending it."""

    what: str
    remedy: str


_EXPORT = "Open it in the program that made it, and export it as BPMN 2.0 (.bpmn)."
_CHOOSE = "Choose the .bpmn file that the modeller saved."
_RULES = "Concord has no decision tables: write the rules as conditions at gateways."

_BY_FIRST_BYTES = (
    (b"\x89PNG", Recognised("a picture (PNG)", _CHOOSE)),
    (b"\xff\xd8\xff", Recognised("a picture (JPEG)", _CHOOSE)),
    (b"GIF8", Recognised("a picture (GIF)", _CHOOSE)),
    (b"%PDF", Recognised("a PDF", _CHOOSE)),
    (
        b"PK\x03\x04",
        Recognised(
            "a zip file, or a document that is packed as one (Bizagi .bpm, Visio, Word)",
            "Unpack it and choose the .bpmn file in it, or export it as BPMN 2.0 from the program.",
        ),
    ),
    (b"PK\x05\x06", Recognised("an empty zip file", _CHOOSE)),
    (b"\x1f\x8b", Recognised("a packed file (gzip)", "Unpack it first.")),
    (b"\xd0\xcf\x11\xe0", Recognised("an old Office or Visio document", _EXPORT)),
    (b"\xff\xfe", Recognised("UTF-16 text", "Save it as UTF-8, or again from the modeller.")),
    (b"\xfe\xff", Recognised("UTF-16 text", "Save it as UTF-8, or again from the modeller.")),
    (b"<\x00", Recognised("UTF-16 text", "Save it as UTF-8, or again from the modeller.")),
    (b"\x00<", Recognised("UTF-16 text", "Save it as UTF-8, or again from the modeller.")),
    (b"{", Recognised("JSON (a form, or Signavio's own format)", _EXPORT)),
    (b"[", Recognised("JSON (a form, or Signavio's own format)", _EXPORT)),
)
_WEB_PAGE = Recognised(
    "a web page",
    "Perhaps a log-in page was saved in the place of the diagram: download the diagram again.",
)
_BY_NAMESPACE = (
    ("omg.org/spec/DMN", Recognised("a DMN decision table", _RULES)),
    ("omg.org/spec/CMMN", Recognised("a CMMN case plan", "Draw it as a BPMN process.")),
    ("wfmc.org", Recognised("an XPDL file (Bizagi and others)", _EXPORT)),
    ("www.w3.org/1999/xhtml", _WEB_PAGE),
    ("www.w3.org/2000/svg", Recognised("a picture (SVG)", _CHOOSE)),
    ("jcp.org/en/jsr", Recognised("a file of another engine", _EXPORT)),
    ("bonitasoft.org", Recognised("a Bonita file", _EXPORT)),
    ("omg.org/spec/XMI", Recognised("an XMI file of a UML or Bonita modeller", _EXPORT)),
    ("omg.org/XMI", Recognised("an XMI file of a UML or Bonita modeller", _EXPORT)),
    (
        "omg.org/spec/BPMN/20100524/MODEL",
        Recognised("a part of a BPMN file, without bpmn:definitions around it", _CHOOSE),
    ),
    ("schema.omg.org/spec/BPMN", Recognised("a BPMN file of an earlier version", _EXPORT)),
)
_BY_ROOT = {
    "html": _WEB_PAGE,
    "mxfile": Recognised("a diagrams.net (draw.io) file", _EXPORT),
    "mxGraphModel": Recognised("a diagrams.net (draw.io) file", _EXPORT),
    "ADOXML": Recognised("an ADONIS file (ADOXML)", _EXPORT),
    "AML": Recognised("an ARIS file (AML)", _EXPORT),
    "VisioDocument": Recognised("a Visio drawing", _EXPORT),
    "Package": Recognised("an XPDL file (Bizagi and others)", _EXPORT),
}


def recognised_bytes(source: bytes) -> Recognised | None:
    """Say what a file is by how it begins; None for XML and for what nobody knows."""
    start = source[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:9].lower() == b"<!doctype" and b"html" in start[:30].lower():
        return _WEB_PAGE
    # The marks of UTF-16 hold no white space, so nothing was stripped from them.
    return next((found for first, found in _BY_FIRST_BYTES if start.startswith(first)), None)


def recognised_root(root: etree._Element) -> Recognised | None:
    """Say what an XML file is by its root element; None for what nobody knows."""
    tag = etree.QName(root)
    namespace = tag.namespace or ""
    found = (what for part, what in _BY_NAMESPACE if part.lower() in namespace.lower())
    return next(found, None) or _BY_ROOT.get(tag.localname)
