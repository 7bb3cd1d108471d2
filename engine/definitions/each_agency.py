"""A step for each agency is drawn as several: the mark goes with the side.

The modeller's panel does the same (`api/islands/src/modeller/each-agency.js`).
"""

from lxml import etree

from engine.definitions import names
from engine.definitions.diagram import Element
from engine.vocabulary import AgencySide

_MARK = names.bpmn("multiInstanceLoopCharacteristics")
_COLLECTION, _VARIABLE = names.camunda("collection"), names.camunda("elementVariable")
_AGENCIES, _AGENCY = "agencies", "agency"


def is_repeated(element: Element) -> bool:
    """Tell whether a step, or a frame around it, is done for each of several."""
    return any(one.find(_MARK) is not None for one in (element, *element.iterancestors()))


def mark_for_side(element: Element, side: str) -> None:
    """Set the mark on a step that is for each agency from now on; take it out of any other."""
    mark = element.find(_MARK)
    if side == AgencySide.EACH:
        if mark is None and not is_repeated(element):
            mark = etree.SubElement(element, _MARK)
        if mark is not None and not mark.get(_COLLECTION):
            mark.set(_COLLECTION, _AGENCIES)
            mark.set(_VARIABLE, _AGENCY)
    elif mark is not None and mark.get(_COLLECTION) == _AGENCIES:
        element.remove(mark)
