"""The tokens of a saved instance, level by level: the process, its sub-processes and calls."""

from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.spiff.element import Element
from engine.spiff.library import ProcessLibrary


@dataclass
class SavedToken:
    """One row of the saved state."""

    id: str
    parent_id: str | None
    spec_name: str
    state: int
    internal_data: dict[str, Any]

    @property
    def is_live(self) -> bool:
        """Whether it has not finished: the others are kept as parents only."""
        return bool(self.state & TaskState.NOT_FINISHED_MASK)


@dataclass
class Level:
    """The tokens of one process or sub-process, with its specification in both versions."""

    holder_id: str | None
    """The token that stands for the sub-process or call around; empty: the process itself."""
    name: str
    old: ProcessLibrary
    new: ProcessLibrary
    tokens: list[SavedToken]

    def old_spec(self, token: SavedToken) -> Any:
        """Return what a token stands on."""
        return self.old.specs[self.name].task_specs[token.spec_name]

    def new_spec(self, name: str) -> Any | None:
        """Return the specification of the new version with this name, if it has one."""
        spec = self.new.specs.get(self.name)
        return None if spec is None else spec.task_specs.get(name)

    def new_element(self, element_id: str) -> Element | None:
        """Return the element of the new version with this id, if it has one."""
        try:
            return self.new.element(element_id)
        except KeyError:
            return None

    def as_rows(self) -> list[list[Any]]:
        """Return the tokens as the saved state has them."""
        return [
            [one.id, one.parent_id, one.spec_name, one.state, one.internal_data]
            for one in self.tokens
        ]


def read_levels(
    old: ProcessLibrary, new: ProcessLibrary, process_id: str, saved: dict[str, Any]
) -> list[Level]:
    """Return the levels of a saved state, the outer ones first."""
    top = Level(None, process_id, old, new, [SavedToken(*row) for row in saved["tokens"]])
    levels, by_token = [top], {token.id: top for token in top.tokens}
    for holder_id, rows in saved["subprocesses"]:
        around = by_token[holder_id]
        holder = next(token for token in around.tokens if token.id == holder_id)
        name = around.old_spec(holder).spec
        level = Level(holder_id, name, old, new, [SavedToken(*row) for row in rows])
        levels.append(level)
        by_token.update((token.id, level) for token in level.tokens)
    return levels
