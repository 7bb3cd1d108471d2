"""Steps whose answers another agency reads only after its own: the property `readable`."""

from engine.spiff.element import Element

READABLE = "readable"
AFTER_OWN = "after own"


def is_read_after_own(element: Element) -> bool:
    """Tell whether each agency writes this step without having read the others."""
    return element.properties.get(READABLE) == AFTER_OWN


def names_written_at(element: Element, keys: frozenset[str]) -> frozenset[str]:
    """Return the variables that the answers to a step's form, with these keys, become."""
    repetition = element.multi_instance
    collected = repetition.output_collection if repetition else None
    return keys | {collected} if collected else keys
