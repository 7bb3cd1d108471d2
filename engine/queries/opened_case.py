"""What people wrote in a case, for an administrator who has opened it with a reason."""

from functools import cached_property

from typing_extensions import override

from engine.access import Actor
from engine.context import Engine
from engine.errors import NotAllowedError
from engine.persistence.cases import Case
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.answers import Reader
from engine.queries.case_openings import opened_until
from engine.queries.submissions import WrittenText, list_texts_of_opened_case

NOT_OPENED = "Open the case with a reason first."


class _OpenedReader(Reader):
    """Reads what both sides read. What is for the writer's own agency, nobody outside it reads."""

    @cached_property
    @override
    def is_office_only(self) -> bool:
        """Tell whether answers for both sides are left out: they are what was opened."""
        return False


def list_opened_texts(
    engine: Engine, work: UnitOfWork, actor: Actor, case: Case
) -> tuple[WrittenText, ...]:
    """Return the accepted answers of a case in the order of sending.

    Raises:
        NotAllowedError: the actor has not opened it, or the opening has ended.
    """
    if opened_until(work, actor, case, engine.clock.now()) is None:
        raise NotAllowedError(NOT_OPENED)
    return list_texts_of_opened_case(_OpenedReader(engine, work, actor, case))
