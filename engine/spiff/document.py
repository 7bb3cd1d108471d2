"""Reads XML from strangers: no network, no entities, bounded in size, depth and number."""

from lxml import etree

MAX_BYTES = 20_000_000
MAX_DEPTH = 100
MAX_XML_ELEMENTS = 300_000


class DocumentRefused(ValueError):
    """The bytes are not XML that Concord reads. `line` is None when unknown."""

    def __init__(self, message: str, remedy: str, line: int | None = None) -> None:
        self.message = message
        self.remedy = remedy
        self.line = line
        super().__init__(message)


def read_document(source: bytes) -> etree._Element:
    """Return the root element, without comments and processing instructions.

    Raises:
        DocumentRefused: too large, too deep, not UTF-8, not XML, or with a DOCTYPE.
    """
    _check_bytes(source)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        said = getattr(error, "msg", None) or str(error)
        if "Resource limit" in said:
            said = "a name or a text in it is longer than 10 MB"
        raise DocumentRefused(
            f"The file is not well-formed XML: {said}.",
            "Open it in the modeller and save it again.",
            getattr(error, "lineno", None),
        ) from error
    _check_tree(root)
    return root


def _check_bytes(source: bytes) -> None:
    if len(source) > MAX_BYTES:
        raise DocumentRefused(
            f"The file is larger than {MAX_BYTES // 1_000_000} MB.",
            "Split the procedure into several diagrams, joined by call activities.",
        )
    # One encoding only: in another one the next test could be passed by.
    if b"\x00" in source or not _is_utf_8(source):
        raise DocumentRefused("The file is not UTF-8 text.", "Save it again from the modeller.")
    position = source.find(b"<!DOCTYPE")
    if position >= 0:
        raise _doctype_found(source.count(b"\n", 0, position) + 1)


def _is_utf_8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _check_tree(root: etree._Element) -> None:
    document = root.getroottree().docinfo
    if document.internalDTD is not None:
        raise _doctype_found(None)
    if (document.encoding or "UTF-8").upper() not in {"UTF-8", "ASCII", "US-ASCII"}:
        raise DocumentRefused(
            f"The file says that it is encoded in {document.encoding}.",
            "Save it again from the modeller, as UTF-8.",
            1,
        )
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MAX_DEPTH or count > MAX_XML_ELEMENTS:
            raise DocumentRefused(
                f"The file is nested deeper than {MAX_DEPTH} levels or has more than "
                f"{MAX_XML_ELEMENTS:,} XML elements.",
                "Split the procedure into several diagrams, joined by call activities.",
                element.sourceline,
            )


def _doctype_found(line: int | None) -> DocumentRefused:
    return DocumentRefused(
        "The file has a DOCTYPE. Diagrams need none, and it can be used to attack a server.",
        "Delete the DOCTYPE, or save the diagram again from the modeller.",
        line,
    )
