"""Lets the demonstration's roles and procedures begin before the first invented case."""

from datetime import datetime

from sqlalchemy import select, update

from engine.context import Engine
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.directory import Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.trial.history.planning import begin_of

DEMO_ADDRESSES = "%.example"


def let_reach_back(engine: Engine, first: datetime) -> None:
    """Date the demonstration's roles, and the procedures that come with Concord, back.

    Roles begin at `first`, a procedure on the date of its edition or at `first`. What people have
    granted, deployed or published themselves stays as it is, and so does whatever began earlier.
    """
    invented = select(Person.id).where(Person.email.like(DEMO_ADDRESSES))
    with engine.open_unit_of_work() as work:
        work.session.execute(
            update(RoleGrant)
            .where(
                RoleGrant.person_id.in_(invented),
                RoleGrant.deputy_for.is_(None),
                RoleGrant.valid_from > first,
            )
            .values(valid_from=first)
        )
        work.session.execute(
            update(Person)
            .where(Person.id.in_(invented), Person.created_at > first)
            .values(created_at=first)
        )
        for definition, deployment in _first_of_each_edition(work):
            since = begin_of(definition.edition, first)
            if definition.published_at is not None and definition.published_by is None:
                definition.published_at = min(definition.published_at, since)
                deployment.deployed_at = min(deployment.deployed_at, since)
        work.commit()


def _first_of_each_edition(work: UnitOfWork) -> list[tuple[ProcessDefinition, Deployment]]:
    query = (
        select(ProcessDefinition, Deployment)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .order_by(ProcessDefinition.version.desc())
    )
    found = {(one.key, one.edition): (one, its) for one, its in work.session.execute(query)}
    return list(found.values())
