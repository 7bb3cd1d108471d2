"""Which process instances an act is for: named one by one, or all that fit a filter."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import InstanceFilter
from engine.queries.instance_references import references_of
from engine.queries.instances import choose_all

INSTANCE: Final = "instance"
FITTING: Final = "fitting"
"""The query string of a filter of the list of process instances."""
NOTHING_FITS: Final = "No process instance fits any more."


@dataclass(frozen=True)
class Choice:
    """The chosen process instances."""

    references: Mapping[uuid.UUID, str]
    """References of their cases, in the order of choosing."""
    fitting: str | None = None
    """The filter that they fit; empty when they were named one by one."""

    @property
    def ids(self) -> tuple[uuid.UUID, ...]:
        """Their ids."""
        return tuple(self.references)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a form carries on, to choose the same again."""
        if self.fitting is not None:
            return [(FITTING, self.fitting)]
        return [(INSTANCE, str(one)) for one in self.references]


def read_choice(
    engine: Engine, work: UnitOfWork, actor: Actor, sent: MultiDict[str, str]
) -> Choice:
    """Return the process instances that an address or a form names.

    Raises:
        NotFoundError: one of them is not there, or not the actor's to act on.
        InputRefusedError: there is none, there are too many, or the filter cannot be used.
    """
    fitting = sent.get(FITTING)
    if fitting is not None:
        wanted = InstanceFilter.from_query_string(fitting)
        chosen = choose_all(engine, work, actor, wanted)
    else:
        chosen = tuple(dict.fromkeys(_id(one) for one in sent.getlist(INSTANCE)))
    if not chosen:
        message = "Choose a process instance first." if fitting is None else NOTHING_FITS
        raise InputRefusedError(message)
    return Choice(references_of(work, actor, chosen), fitting)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFoundError("process instance", text) from None
