"""Finding a case from the inbox by its reference."""

from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_search import FoundCase, find_cases


@dataclass(frozen=True)
class Search:
    """What was typed, what was found, and what is wrong with it."""

    typed: str = ""
    cases: tuple[FoundCase, ...] = ()
    problem: str = ""

    @property
    def result(self) -> str:
        """Return what was found in words; empty when nothing could be looked for."""
        if not self.typed or self.problem:
            return ""
        if not self.cases:
            return f"No case that has reached you fits “{self.typed}”."
        return f"{len(self.cases)} cases fit “{self.typed}”."


NO_SEARCH = Search()


def search_in(engine: Engine, work: UnitOfWork, actor: Actor, typed: str) -> Search:
    """Look for cases that have reached the actor."""
    try:
        return Search(typed, find_cases(engine, work, actor, typed))
    except InputRefusedError as refused:
        return Search(typed, problem=str(refused))
