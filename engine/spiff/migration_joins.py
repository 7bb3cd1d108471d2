"""Would a join of the new version wait for a token that can never come, or count one twice?

A token has passed a split of the old version. Where the split and its join are drawn differently in
the new one, the join may miss a branch that was never begun. Elements are followed along the arrows
of one level; a boundary event follows its step.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping

from engine.spiff.element import Element
from engine.spiff.library import ProcessLibrary
from engine.spiff.migration_levels import Level
from engine.spiff.specs.events import BoundaryEvent
from engine.spiff.specs.gateways import CAME_FROM

_JOINS = ("parallelGateway", "inclusiveGateway")


def waits_for_ever(level: Level) -> Iterator[str]:
    """Name the joins of a level that its tokens could not pass as they should."""
    standing = _standing(level)
    if not standing:
        return
    drawn = next(iter(standing.values()))
    old = _Map(level.old, drawn)
    new = _Map(level.new, drawn)
    came = _came_from(level)
    for join in new.joins_behind(standing):
        sources = new.sources(join)
        if not came.get(join.id, frozenset()) <= sources:
            yield f"A branch that waits at “{join.name or join.id}” is not in the new version."
        elif join.type == "parallelGateway" and any(
            source not in came.get(join.id, ())
            and not new.can_reach(standing, source, without=join.id)
            for source in sources
        ):
            yield (
                f"It would wait for ever at “{join.name or join.id}”: the new version has a branch "
                "before it that was never begun."
            )
    if len(standing) > 1 and _shape(old, standing) != _shape(new, standing):
        yield "It goes on side by side, and the new version joins its branches in another way."


class _Map:
    """What can be reached along the arrows of one level."""

    def __init__(self, library: ProcessLibrary, one: Element) -> None:
        self._elements = {
            element.id: element
            for element in library.elements(one.process_id)
            if element.parent_id == one.parent_id
        }
        self._library = library
        self._next: dict[str, list[str]] = {element_id: [] for element_id in self._elements}
        for element in self._elements.values():
            targets = [library.flow(flow_id).target_id for flow_id in element.outgoing]
            self._next[element.id] += targets
            if element.attached_to in self._next:
                self._next[element.attached_to or ""].append(element.id)

    def sources(self, join: Element) -> frozenset[str]:
        """Return the elements before a join."""
        return frozenset(self._library.flow(flow_id).source_id for flow_id in join.incoming)

    def joins_behind(self, starts: Collection[str]) -> list[Element]:
        """Return the joins that tokens can come to."""
        found = [self._elements[key] for key in self._behind(starts, None)]
        return [one for one in found if one.type in _JOINS and len(one.incoming) > 1]

    def can_reach(self, starts: Collection[str], target: str, *, without: str) -> bool:
        """Tell whether a token can come to an element without passing another one."""
        return target in self._behind([one for one in starts if one != without], without)

    def _behind(self, starts: Collection[str], without: str | None) -> set[str]:
        found: set[str] = set()
        to_visit = deque(one for one in starts if one in self._elements)
        while to_visit:
            element_id = to_visit.popleft()
            if element_id not in found and element_id != without:
                found.add(element_id)
                to_visit.extend(self._next[element_id])
        return found


def _standing(level: Level) -> Mapping[str, Element]:
    """Return the elements that tokens stand on; events that wait at a step count with the step."""
    specs = [level.old_spec(token) for token in level.tokens if token.is_live]
    return {
        spec.element.id: spec.element
        for spec in specs
        if spec.element is not None and not isinstance(spec, BoundaryEvent)
    }


def _came_from(level: Level) -> dict[str, frozenset[str]]:
    """Return, for each join, from where the tokens came that wait there."""
    found: dict[str, set[str]] = {}
    for token in level.tokens:
        if CAME_FROM in token.internal_data:
            found.setdefault(token.spec_name, set()).add(token.internal_data[CAME_FROM])
    return {name: frozenset(sources) for name, sources in found.items()}


def _shape(drawn: _Map, standing: Collection[str]) -> set[tuple[str, frozenset[str]]]:
    return {(join.id, drawn.sources(join)) for join in drawn.joins_behind(standing)}
