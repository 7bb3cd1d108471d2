"""Names of BPMN's elements and of our extensions in XML."""

from lxml import etree

_BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_BPMN_DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_DI = "http://www.omg.org/spec/DD/20100524/DI"
_CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
_PREFIX = f"{{{_BPMN}}}"
_EXTENSION_ELEMENTS = f"{_PREFIX}extensionElements"

TASKS = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "scriptTask",
        "businessRuleTask",
    }
)
GATEWAYS = frozenset(
    {
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
    }
)
EVENTS = frozenset(
    {
        "startEvent",
        "endEvent",
        "boundaryEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
    }
)
SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
FLOW_NODES = TASKS | GATEWAYS | EVENTS | SUB_PROCESSES | {"callActivity"}


def bpmn(name: str) -> str:
    """Give the full tag of a BPMN element."""
    return f"{{{_BPMN}}}{name}"


def bpmn_di(name: str) -> str:
    """Give the full tag of an element of BPMN's diagram interchange."""
    return f"{{{_BPMN_DI}}}{name}"


def bounds() -> str:
    """Give the full tag of `dc:Bounds`."""
    return f"{{{_DC}}}Bounds"


def waypoint() -> str:
    """Give the full tag of `di:waypoint`."""
    return f"{{{_DI}}}waypoint"


def camunda(name: str) -> str:
    """Give the full name of an extension element or attribute."""
    return f"{{{_CAMUNDA}}}{name}"


def kind(element: etree._Element) -> str:
    """Give the local name of a BPMN element, or "" for any other element."""
    tag = element.tag
    return tag[len(_PREFIX) :] if isinstance(tag, str) and tag.startswith(_PREFIX) else ""


def shown_tag(element: etree._Element) -> str:
    """Give the local name of any element, for messages."""
    return etree.QName(element).localname[:60]


def one_line(text: str | None) -> str:
    """Give the text with every run of white space as one blank; "" for None."""
    return " ".join((text or "").split())


def text_of(element: etree._Element | None) -> str:
    """Give the stripped text of an element, or ""."""
    return "" if element is None else (element.text or "").strip()


def extensions(element: etree._Element) -> list[etree._Element]:
    """Give what stands directly in `bpmn:extensionElements`."""
    container = next(element.iterchildren(_EXTENSION_ELEMENTS), None)
    return [] if container is None else list(container)


def properties(element: etree._Element) -> dict[str, str]:
    """Give the `camunda:property` values of an element by name."""
    return {
        entry.get("name", ""): entry.get("value", "")
        for extension in extensions(element)
        if extension.tag == camunda("properties")
        for entry in extension.iterchildren(camunda("property"))
    }
