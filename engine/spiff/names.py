"""Names of the BPMN file format, and how texts of a file are taken."""

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"


def bpmn(name: str) -> str:
    """Return the qualified name of a BPMN element."""
    return f"{{{BPMN}}}{name}"


def camunda(name: str) -> str:
    """Return the qualified name of a Camunda extension element or attribute."""
    return f"{{{CAMUNDA}}}{name}"


def kind(node: etree._Element) -> str:
    """Return the BPMN name of a node ("userTask"), or "" for a node of another language."""
    name = etree.QName(node)
    return name.localname if name.namespace == BPMN else ""


def text_of(node: etree._Element | None) -> str | None:
    """Return the text of a node without white space around it, or None where there is none."""
    if node is None:
        return None
    return "".join(map(str, node.itertext())).strip() or None


def line_of(node: etree._Element) -> int | None:
    """Return the line of the file that a node begins on."""
    line = node.sourceline
    return line if isinstance(line, int) else None
