"""Where tokens can stand in a version, and what keeps them from standing in another one."""

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff.library import ProcessLibrary
from engine.spiff.migration_checks import obstacles_at
from engine.spiff.migration_levels import Level, SavedToken
from engine.spiff.specs.calls import SubProcess


def standing_obstacles(old: ProcessLibrary, new: ProcessLibrary) -> Mapping[str, tuple[str, ...]]:
    """Return, for each element of the old version where a token can stand, what is against it.

    Nothing is against most of them. What depends on several tokens, such as a join, is seen only
    when an instance is tried.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in old.specs:
        level = Level(None, name, old, new, [])
        for token in _possible_tokens(old.specs[name]):
            element_id = level.old_spec(token).element.id
            reasons = tuple(obstacles_at(level, token))
            found[element_id] = tuple(dict.fromkeys((*found.get(element_id, ()), *reasons)))
    return found


def _possible_tokens(process: Any) -> Iterator[SavedToken]:
    for spec in process.task_specs.values():
        if spec.element is None or spec.element.type == "startEvent":
            continue
        if spec.manual or isinstance(spec, CatchingEvent | SubProcess):
            yield SavedToken("", None, spec.name, TaskState.WAITING, {})
