"""Changes an instance outside its diagram, where that is safe: where it stands and what it knows.

A token is moved within the process or sub-process that it is in, or out of one in which nothing
else is going on. Its limits end with it; those at its new place begin anew. Whatever would let a
join wait for ever, or do something twice, is refused with the reason.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from engine.spiff.element import Element
from engine.spiff.failures import StepFailed
from engine.spiff.library import ProcessLibrary
from engine.spiff.motion import Motion
from engine.spiff.paths import Level, name_of
from engine.spiff.specs.gateways import InclusiveGateway, ParallelGateway
from engine.spiff.specs.multi_instance import PLACE, ParallelMultiInstance
from engine.spiff.token import Token
from engine.spiff.workflow import InstanceWorkflow

_CALLED = ("subProcess", "callActivity")
_JOINS = (ParallelGateway, InclusiveGateway)


class ModificationRefused(Exception):
    """It is not safe; the message says why, as plain sentences. Nothing has changed."""


class Modifying:
    """What can be changed in one instance in memory."""

    def __init__(self, library: ProcessLibrary, workflow: InstanceWorkflow, motion: Motion) -> None:
        self._library = library
        self._workflow = workflow
        self._motion = motion
        self._levels: dict[tuple[str, str | None], Level] = {}

    @property
    def places(self) -> tuple[str, ...]:
        """The elements that tokens wait at and can be moved from, the outermost first."""
        return tuple(dict.fromkeys(t.task_spec.element.id for t in _standing(self._workflow)))

    def targets(self, element_id: str) -> tuple[str, ...]:
        """Return the elements that what waits at an element can be moved to."""
        elements = (e for p in self._library.processes for e in self._library.elements(p))
        return tuple(e.id for e in elements if self.why_not(element_id, e.id) is None)

    def why_not(self, element_id: str, target_id: str) -> str | None:
        """Return why what waits at an element cannot be moved to another one, or None."""
        try:
            self._found(element_id, target_id)
        except ModificationRefused as refused:
            return str(refused)
        return None

    def move(self, element_id: str, target_id: str) -> str:
        """Move what waits at an element before another one and go on; return what was left.

        That is the element itself, or the sub-process around it that ends with it.

        Raises:
            ModificationRefused: it is not safe, or nothing waits there.
            StepFailed: it could not move on.
        """
        token = self._found(element_id, target_id)
        specs = token.workflow.spec.task_specs
        entry = specs.get(f"{target_id}.BoundaryEventSplit") or specs[target_id]
        left: str = token.task_spec.element.id
        self._motion.move(token, entry)
        return left

    def correct(self, name: str, value: Any) -> None:
        """Set a variable of the instance and the copies of it that steps under way hold.

        Also where one "yes" stands against later answers: it is what is being put right. Nothing
        moves.

        Raises:
            StepFailed: the instance failed before, or it is no value that a variable can hold.
        """
        self._motion.correct(name, value)

    def _found(self, element_id: str, target_id: str) -> Token:
        """Return the token that has to be moved."""
        target = self._target(target_id)
        at = [t for t in _standing(self._workflow) if t.task_spec.element.id == element_id]
        if not at:
            raise ModificationRefused("Nothing waits there.")
        if len(at) > 1:
            name = name_of(at[0].task_spec.element)
            raise ModificationRefused(f"{name} is open several times, so it is not clear which.")
        token = self._climbed(at[0], target)
        self._refuse_half_done(token)
        source = token.task_spec.element
        if source is target and target.type not in _CALLED:
            raise ModificationRefused("It waits there already.")
        others = [t.task_spec.element for t in _on_level(token.workflow) if t is not token]
        if target in others:
            raise ModificationRefused(f"{name_of(target)} is open already.")
        level = self._level(source)
        reason = level.why_not_to(target) or level.why_not_between(source, target, others)
        if reason is not None:
            raise ModificationRefused(reason)
        return token

    def _level(self, element: Element) -> Level:
        key = (element.process_id, element.parent_id)
        if key not in self._levels:
            self._levels[key] = Level(self._library, element)
        return self._levels[key]

    def _target(self, target_id: str) -> Element:
        try:
            return self._library.element(target_id)
        except KeyError:
            message = f"This version of the procedure has no “{target_id}”."
            raise ModificationRefused(message) from None

    def _climbed(self, token: Token, target: Element) -> Token:
        """Return the token itself, or the sub-process around it that is on the target's level."""
        current = token
        while not _is_beside(current.task_spec.element, target):
            outer = current.workflow.parent_task
            if outer is None:
                raise ModificationRefused(self._why_not_into(target))
            element = outer.task_spec.element
            if outer.task_spec.is_item:
                raise ModificationRefused(
                    f"{name_of(element)} is done for each of several agencies. Choose it as a "
                    "whole, not one of its steps."
                )
            if any(True for one in _on_level(current.workflow) if one is not current):
                raise ModificationRefused(
                    f"Something else is open inside {name_of(element)}, and would end with it. "
                    f"Choose {name_of(element)} itself if that is meant."
                )
            current = outer
        return current

    def _why_not_into(self, target: Element) -> str:
        if target.parent_id is not None:
            around = self._library.element(target.parent_id)
            return (
                f"{name_of(target)} is inside {name_of(around)}. Choose {name_of(around)} itself."
            )
        return f"{name_of(target)} is in another process. Choose the step that calls it."

    def _refuse_half_done(self, token: Token) -> None:
        spec = token.task_spec
        if not isinstance(spec, ParallelMultiInstance):
            return
        waiting = [t for t in token.children if not t.has_state(TaskState.FINISHED_MASK)]
        places = sorted(child.internal_data[PLACE] for child in waiting)
        try:
            asked = spec.count(token)
        except StepFailed as failure:
            raise ModificationRefused(failure.message) from failure
        if places != list(range(asked)):
            raise ModificationRefused(
                f"{name_of(spec.drawn)} is half done: some have answered, or who is asked has "
                "changed since. What they answered would count for nothing."
            )


def _standing(workflow: InstanceWorkflow) -> Iterator[Token]:
    """Return the tokens that wait somewhere and can be moved; not those that wait for others."""
    active = [each for each in (workflow, *workflow.subprocesses.values()) if not each.completed]
    for each in sorted(active, key=lambda one: one.depth):
        yield from (t for t in _on_level(each) if not isinstance(t.task_spec, _JOINS))


def _on_level(workflow: Any) -> Iterator[Token]:
    """Return the live tokens of a workflow that stand on elements; no limits, no halves."""
    for token in workflow.live_tokens():
        spec = token.task_spec
        if spec.element is not None and not spec.is_item and not isinstance(spec, BoundaryEvent):
            yield token


def _is_beside(one: Element, other: Element) -> bool:
    return (one.process_id, one.parent_id) == (other.process_id, other.parent_id)
