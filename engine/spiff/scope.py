"""Process variables have instance scope: they live beside the workflow, never in task data.

SpiffWorkflow copies data from task to task and merges the copies at joins, where an older copy can
win over a newer answer. A tree of scopes has one place for each variable instead.
"""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.spiff.plain_values import plain, swapped
from engine.spiff.step import VariableChange


@dataclass
class Scope:
    """Variables of an instance, of one call of a process, or of one multi-instance item."""

    process_id: str
    parent: "Scope | None" = None
    sees_parent: bool = True
    """Whether names that are missing here are read from the parent."""
    is_item: bool = False
    """An item sees its own entry; what it writes goes to the scope around it."""
    values: dict[str, Any] = field(default_factory=dict)

    def view(self) -> Mapping[str, Any]:
        """Return the variables as an expression here sees them; not to be changed."""
        maps, scope = [self.values], self
        while scope.sees_parent and scope.parent is not None:
            scope = scope.parent
            maps.append(scope.values)
        return maps[0] if len(maps) == 1 else ChainMap(*maps)

    @property
    def owner(self) -> "Scope":
        """The scope that answers given here are written to."""
        scope = self
        while scope.is_item and scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass
class ItemOutputs:
    """Answers of a multi-instance task that is under way, by the place of their item."""

    by_place: dict[int, Any] = field(default_factory=dict)

    def in_order(self) -> list[Any]:
        """Return the answers so far, in the order of the collection."""
        return [self.by_place[place] for place in sorted(self.by_place)]


@dataclass
class ScopeTree:
    """Every scope of an instance; calls and items stand under the id of their token."""

    top: Scope
    standing_yes: Mapping[str, frozenset[str]]
    """Per process: variables of which one "yes" stands."""
    calls: dict[str, Scope] = field(default_factory=dict)
    items: dict[str, Scope] = field(default_factory=dict)
    outputs: dict[str, ItemOutputs] = field(default_factory=dict)

    def write(self, scope: Scope, values: Mapping[str, Any], log: list[VariableChange]) -> None:
        """Set variables; values are copied, and only changes are logged."""
        standing = self.standing_yes.get(scope.process_id, frozenset())
        for name, value in values.items():
            new, known = plain(value), name in scope.values
            old = scope.values.get(name)
            if name in standing and old == "yes":
                continue
            scope.values[name] = new
            if not known or old != new or type(old) is not type(new):
                log.append(VariableChange(name, new))

    def correct(self, name: str, value: Any, log: list[VariableChange]) -> None:
        """Set a variable of the instance, also where one "yes" stands.

        A call that was handed the same value goes on with the new one.
        """
        old, new = self.top.values.get(name), plain(value)
        copies = [s for s in self.calls.values() if name in s.values and s.values[name] == old]
        for scope in (self.top, *copies):
            scope.values[name] = plain(value)
        log.append(VariableChange(name, new))

    def replace(self, old: str, new: str, log: list[VariableChange]) -> None:
        """Put a text in the place of another one wherever that stands, also inside lists."""
        for scope in (self.top, *self.calls.values(), *self.items.values()):
            for name, value in scope.values.items():
                changed = swapped(value, old, new)
                if changed != value:
                    scope.values[name] = changed
                    log.append(VariableChange(name, changed))
        for outputs in self.outputs.values():
            outputs.by_place = swapped(outputs.by_place, old, new)

    def forget(self, task_id: str) -> None:
        """Drop what belongs to a task that has ended."""
        self.calls.pop(task_id, None)
        self.items.pop(task_id, None)
        self.outputs.pop(task_id, None)
