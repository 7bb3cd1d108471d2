"""Between which elements of a diagram a token can be moved without spoiling what comes later.

Tokens meet again at joins. One that is taken out of a branch would let its join wait for ever, one
that is put into a branch would wait there alone, and one that comes from a side path would go the
main way a second time. Everything else is safe: a token goes on from an element in the same way,
however it came there.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from engine.spiff.element import Element
from engine.spiff.library import ProcessLibrary

_MEETING = frozenset({"parallelGateway", "inclusiveGateway"})


def name_of(element: Element) -> str:
    """Return what people call an element, in quotation marks where it has a name."""
    if element.name:
        return f"“{element.name}”"
    return "a gateway" if element.type in _MEETING else f"“{element.id}”"


class Level:
    """The flow nodes of one process or embedded sub-process, without what is inside them."""

    def __init__(self, library: ProcessLibrary, of: Element) -> None:
        """Take the level that an element is on."""
        self._library = library
        self.elements: Mapping[str, Element] = {
            element.id: element
            for element in library.elements(of.process_id)
            if element.parent_id == of.parent_id
        }

    def why_not_to(self, target: Element) -> str | None:
        """Return why no token can be put before an element, or None where one can."""
        if target.type == "startEvent":
            return f"{name_of(target)} is where the procedure begins. Choose a step behind it."
        if target.type == "boundaryEvent":
            return f"{name_of(target)} belongs to a step. Move to that step, or fire its limit now."
        if target.id in self._joins:
            return "Several ways meet there. One alone would wait there for ever."
        sources = [self._library.flow(flow_id).source_id for flow_id in target.incoming]
        if any(self.elements[source].type == "eventBasedGateway" for source in sources):
            return f"{name_of(target)} is one of several events. Choose the gateway before it."
        return None

    def why_not_between(
        self, source: Element, target: Element, others: Iterable[Element]
    ) -> str | None:
        """Return why a token cannot go from one element to another, or None where it can.

        `others`: where other tokens stand on this level.
        """
        for join_id in self._joins:
            left, entered = self._before(join_id, source), self._before(join_id, target)
            if left == entered:
                continue
            join = name_of(self.elements[join_id])
            if self._is_branch(join_id, left):
                return (
                    f"{name_of(source)} is one of several ways that meet at {join}. Without it the "
                    "others would wait there for ever."
                )
            if self._is_branch(join_id, entered):
                return (
                    f"{name_of(target)} is one of several ways that meet at {join}. Alone, it "
                    "would wait there for ever."
                )
            if any(
                one.id == join_id or self._is_branch(join_id, self._before(join_id, one))
                for one in others
            ):
                return f"Other steps still meet at {join}. Complete them first."
        return self._why_not_off_side_path(source, target)

    def _why_not_off_side_path(self, source: Element, target: Element) -> str | None:
        for event, side_path in self._side_paths:
            if (source.id in side_path) == (target.id in side_path):
                continue
            host = self.elements[event.attached_to or ""]
            beside = source if source.id in side_path else target
            return (
                f"{name_of(beside)} happens beside {name_of(host)} and is no part of the way on. "
                "Moved, something would be done twice or not at all."
            )
        return None

    def _before(self, join_id: str, element: Element) -> frozenset[str]:
        """Return the arrows to a join that can be reached from an element first."""
        return frozenset(
            flow_id for flow_id, reaching in self._joins[join_id].items() if element.id in reaching
        )

    def _is_branch(self, join_id: str, arrows: frozenset[str]) -> bool:
        return 0 < len(arrows) < len(self._joins[join_id])

    @cached_property
    def _joins(self) -> dict[str, dict[str, frozenset[str]]]:
        """By join and arrow to it, the elements from which one gets there."""
        return {
            element.id: {
                flow_id: self._reaching(self._library.flow(flow_id).source_id, element.id)
                for flow_id in element.incoming
            }
            for element in self.elements.values()
            if element.type in _MEETING and len(element.incoming) > 1
        }

    @cached_property
    def _side_paths(self) -> tuple[tuple[Element, frozenset[str]], ...]:
        """What only an event can lead to that leaves its activity going on, by event."""
        beside = [e for e in self.elements.values() if e.attached_to and not e.interrupting]
        begun = [e.id for e in self.elements.values() if e.type == "startEvent"]
        return tuple(
            (event, self._reached([event.id]) - self._reached(begun, without=event.id))
            for event in beside
        )

    def _reaching(self, element_id: str, join_id: str) -> frozenset[str]:
        before: dict[str, list[str]] = {}
        for element in self.elements.values():
            for following in self._following(element):
                before.setdefault(following, []).append(element.id)
        return _closure([element_id], lambda one: before.get(one, ()), join_id)

    def _reached(self, begun: list[str], without: str | None = None) -> frozenset[str]:
        return _closure(begun, lambda one: self._following(self.elements[one]), without)

    def _following(self, element: Element) -> Iterator[str]:
        yield from (self._library.flow(flow_id).target_id for flow_id in element.outgoing)
        for other in self.elements.values():
            if other.attached_to == element.id:
                yield other.id


def _closure(
    begun: Iterable[str], following: Callable[[str], Iterable[str]], without: str | None
) -> frozenset[str]:
    """Return all that is reached from somewhere, itself included, without passing one element."""
    found: set[str] = set()
    to_visit = list(begun)
    while to_visit:
        one = to_visit.pop()
        if one not in found and one != without:
            found.add(one)
            to_visit.extend(following(one))
    return frozenset(found)
