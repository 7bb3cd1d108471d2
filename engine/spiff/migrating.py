"""Moves a saved instance to another version of its process, by the ids of the elements.

The saved state names its tokens by their specifications, so the state is read with the library of
the new version once every token has its counterpart there. Tokens, tasks, timers, scopes and
answers keep their ids; nothing moves and nothing fires.
Source: ADR 0021, rules 2, 3 and 6.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from engine.spiff import state
from engine.spiff.host import Host
from engine.spiff.library import ProcessLibrary
from engine.spiff.migration_boundaries import arm_new_events, fit_boundaries
from engine.spiff.migration_calls import hand_over_again
from engine.spiff.migration_checks import obstacles
from engine.spiff.migration_levels import Level, read_levels
from engine.spiff.migration_limits import Clockwork, keep_limits
from engine.spiff.process import RunningProcess


class MigrationRefused(Exception):
    """The instance cannot go to the new version; each reason is a plain sentence."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        self.reasons = reasons
        super().__init__(" ".join(reasons))


@dataclass(frozen=True)
class Route:
    """From which version of which process to which."""

    old: ProcessLibrary
    new: ProcessLibrary
    process_id: str


def migrate_state(
    route: Route,
    saved: bytes,
    host: Host,
    host_at: Callable[[datetime], Host],
    opened_at: Callable[[UUID], datetime | None],
) -> RunningProcess:
    """Return a saved instance as one of the new version.

    `host_at` is the host as it was at an instant; `opened_at` says when an open task was opened.
    A limit that is the same keeps its due time. One that the new version changes, or adds to a step
    that is open, counts from when the step began, and ends at the earliest in an hour.

    Raises:
        MigrationRefused: a token has no counterpart, or would wait for ever.
    """
    rows = orjson.loads(saved)
    if route.process_id not in route.new.specs:
        raise MigrationRefused(("The new version does not have this process any more.",))
    levels = read_levels(route.old, route.new, route.process_id, rows)
    reasons = tuple(dict.fromkeys(obstacles(levels)))
    if reasons:
        raise MigrationRefused(reasons)
    for level in levels:
        fit_boundaries(level)
    _write_levels(rows, levels)
    workflow, ends = state.load(route.new, route.process_id, orjson.dumps(rows), host)
    clockwork = Clockwork(host, host_at, opened_at)
    keep_limits(route.old, workflow, clockwork)
    arm_new_events(levels, workflow, clockwork)
    hand_over_again(route.old, workflow)
    return RunningProcess(route.new, route.process_id, host, workflow, ends)


def _write_levels(rows: dict[str, Any], levels: list[Level]) -> None:
    top, *inner = levels
    rows["tokens"] = top.as_rows()
    rows["subprocesses"] = [[level.holder_id, level.as_rows()] for level in inner]
