"""What the filters of process instances offer: procedures with their versions, and agencies."""

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from engine.access import Actor
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.administered import select_administered
from engine.queries.instance_versions import (
    VersionRow,
    administered_versions,
)
from engine.queries.worklist_choices import Choice


@dataclass(frozen=True)
class ProcedureChoice:
    """A procedure with its versions, the newest first."""

    key: str
    name: str
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True)
class InstanceChoices:
    """The values of each filter that knows names, in the order in which they are offered."""

    procedures: tuple[ProcedureChoice, ...]
    agencies: tuple[Choice, ...]


def load_instance_choices(work: UnitOfWork, actor: Actor) -> InstanceChoices:
    """Return what the actor's filters offer."""
    procedures = []
    for key, group in groupby(administered_versions(work, actor), key=lambda one: one.key):
        versions = tuple(group)
        procedures.append(ProcedureChoice(key, versions[0].name, versions))
    own = select_administered(actor)
    agencies = (
        select(Agency.key, Agency.name)
        .where(Agency.partnership_key.in_(own))
        .order_by(Agency.name, Agency.key)
    )
    return InstanceChoices(
        tuple(procedures), tuple(Choice(*row) for row in work.session.execute(agencies))
    )
