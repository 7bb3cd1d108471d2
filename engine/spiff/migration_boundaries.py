"""Boundary events of steps that are open while their instance goes to another version."""
# ruff: noqa: SLF001 - knows SpiffWorkflow's tasks

import os

from SpiffWorkflow.util.task import TaskState

from engine.spiff.migration_levels import Level, SavedToken
from engine.spiff.migration_limits import Clockwork, start_of_step
from engine.spiff.specs.events import BoundaryEvent, BoundaryEventSplit
from engine.spiff.specs.timers import timer_element
from engine.spiff.token import Token
from engine.spiff.workflow import InstanceWorkflow

_SPLIT = ".BoundaryEventSplit"


def fit_boundaries(level: Level) -> None:
    """Take away events that the new version has not, and put its splits above the open steps.

    A boundary event and its step find each other through the split above them: a step that had no
    boundary events gets one, and a step that has none any more loses it.
    """
    splits = {
        token.id for token in level.tokens if isinstance(level.old_spec(token), BoundaryEventSplit)
    }
    level.tokens = [token for token in level.tokens if _stays(level, token)]
    kept = {token.id for token in level.tokens}
    for token in list(level.tokens):
        if token.parent_id in splits and token.parent_id not in kept:
            token.parent_id = None
        needs_split = level.new_spec(f"{token.spec_name}{_SPLIT}") is not None
        if token.is_live and needs_split and token.parent_id not in splits:
            split = SavedToken(
                os.urandom(16).hex(), None, f"{token.spec_name}{_SPLIT}", TaskState.COMPLETED, {}
            )
            # Parents stand before their children in the saved state.
            level.tokens.insert(level.tokens.index(token), split)
            token.parent_id = split.id


def arm_new_events(levels: list[Level], workflow: InstanceWorkflow, clockwork: Clockwork) -> None:
    """Let the boundary events that the new version adds wait at the steps that are open.

    An event that the old version had too, and that does not wait, has happened: it is not begun
    again.
    """
    for level in levels:
        home = workflow
        if level.holder_id is not None:
            home = workflow.subprocesses[level.holder_id]
        for split in [
            t for t in home.tasks.values() if isinstance(t.task_spec, BoundaryEventSplit)
        ]:
            for way in split.task_spec.ways:
                if isinstance(way.target, BoundaryEvent) and not _was_drawn(level, way.target):
                    _arm(split._add_child(way.target, TaskState.FUTURE), workflow, clockwork)


def _arm(token: Token, workflow: InstanceWorkflow, clockwork: Clockwork) -> None:
    if timer_element(token) is not None:
        clockwork.set_from(token, start_of_step(token, workflow, clockwork))
    token.task_spec._update(token)


def _stays(level: Level, token: SavedToken) -> bool:
    old = level.old_spec(token)
    if isinstance(old, BoundaryEventSplit | BoundaryEvent):
        return level.new_spec(token.spec_name) is not None
    return True


def _was_drawn(level: Level, event: BoundaryEvent) -> bool:
    try:
        before = level.old.element(event.drawn.id)
    except KeyError:
        return False
    return before.attached_to is not None
