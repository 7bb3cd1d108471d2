"""Why a saved instance cannot go to another version: each reason is a sentence."""

from collections.abc import Iterator
from typing import Any

from engine.spiff.element import Element
from engine.spiff.migration_joins import waits_for_ever
from engine.spiff.migration_levels import Level, SavedToken
from engine.spiff.specs.calls import SubProcess
from engine.spiff.specs.events import BoundaryEvent, BoundaryEventSplit
from engine.spiff.specs.gateways import EventBasedGateway
from engine.spiff.specs.multi_instance import ParallelMultiInstance


def obstacles(levels: list[Level]) -> Iterator[str]:
    """Name what keeps the tokens of an instance from standing in the new version."""
    for level in levels:
        for token in level.tokens:
            if token.is_live:
                yield from obstacles_at(level, token)
        yield from waits_for_ever(level)


def obstacles_at(level: Level, token: SavedToken) -> Iterator[str]:
    """Name what keeps one token from standing where it stands."""
    old, new = level.old_spec(token), level.new_spec(token.spec_name)
    if isinstance(old, BoundaryEventSplit):
        return
    element: Element | None = old.element
    name = token.spec_name if element is None else element.name or element.id
    if isinstance(old, BoundaryEvent):
        yield from _of_boundary_event(level, old.drawn)
    elif new is None:
        yield f"It stands on “{name}”, which the new version does not have."
    elif type(old) is not type(new):
        yield f"It stands on “{name}”, which is another kind of step in the new version."
    elif element is not None:
        yield from _of_counterpart(element, new.drawn, name)
        yield from _of_specification(old, new, name)


def _of_specification(old: Any, new: Any, name: str) -> Iterator[str]:
    """Compare what only the specifications say."""
    if isinstance(old, SubProcess) and old.spec != new.spec:
        yield f"“{name}” calls another process in the new version."
    if isinstance(old, EventBasedGateway) and _choices(old) != _choices(new):
        yield f"“{name}” waits for other events in the new version."
    if isinstance(old, ParallelMultiInstance) and old.task_spec != new.task_spec:
        yield f"“{name}” is done for each of a list in another way in the new version."


def _of_boundary_event(level: Level, old: Element) -> Iterator[str]:
    new = level.new_element(old.id)
    if new is None:
        return
    if (new.process_id, new.parent_id, new.attached_to) != (
        old.process_id,
        old.parent_id,
        old.attached_to,
    ):
        yield f"“{old.name or old.id}” stands on another step in the new version."
    elif new.event != old.event:
        yield f"“{old.name or old.id}” waits for something else in the new version."


def _of_counterpart(old: Element, new: Element, name: str) -> Iterator[str]:
    if (old.multi_instance is None) != (new.multi_instance is None):
        yield f"“{name}” is done once in one version, and for each of a list in the other."
    elif old.multi_instance is not None and new.multi_instance is not None:
        before, after = old.multi_instance, new.multi_instance
        if (before.element_variable, before.output_collection) != (
            after.element_variable,
            after.output_collection,
        ):
            yield f"“{name}” is half done, and its answers have other names in the new version."
    if old.event != new.event:
        yield f"“{name}” waits for something else in the new version."


def _choices(gateway: EventBasedGateway) -> tuple[str | None, ...]:
    return tuple(way.target.element.id for way in gateway.ways)
