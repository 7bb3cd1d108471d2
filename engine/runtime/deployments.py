"""Deploy a bundle as a new version of a procedure, and publish a version for new cases."""

from datetime import datetime

from sqlalchemy import func, select, text

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import CompiledBundle, compile_bundle
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.definitions import Deployment, ProcessDefinition
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import require_own_procedure


def deploy_bundle(engine: Engine, actor: Actor | None, bundle: Bundle, *, note: str = "") -> int:
    """Store a bundle as the next version; return the process definition's id.

    A bundle that is already there, unchanged, gives the version that it has. `actor` is empty on
    the command line, where whoever runs it has the database anyway.

    Raises:
        DeploymentRefusedError: the checks found errors; nothing was stored.
        NotAllowedError: the actor edits no procedures of that partnership.
    """
    compiled = compile_bundle(bundle)
    with engine.open_unit_of_work() as work:
        take_turns(work)
        _require_editor(work, actor, compiled.procedure.key, compiled.procedure.partnership)
        known = _same_bundle(work, bundle, compiled.procedure.key)
        if known is not None:
            return known
        definition = store_version(engine, work, actor, compiled, note=note)
        work.commit()
        return definition.id


def publish_definition(
    engine: Engine, actor: Actor | None, process_definition_id: int, *, at: datetime | None = None
) -> None:
    """Make a version one that new cases of its edition follow, now or from `at` on.

    Publishing twice is once: the first time stands.

    Raises:
        NotFoundError: there is no such process definition.
        NotAllowedError: the actor edits no procedures of that partnership.
        InputRefusedError: as `make_published` says.
    """
    with engine.open_unit_of_work() as work:
        take_turns(work)
        definition = _definition(work, actor, process_definition_id)
        if definition.published_at is None:
            make_published(engine, work, actor, definition, at)
            work.commit()


def store_version(
    engine: Engine, work: UnitOfWork, actor: Actor | None, compiled: CompiledBundle, *, note: str
) -> ProcessDefinition:
    """Add a bundle as the next version, in the caller's transaction, which took its turn."""
    deployment = Deployment(
        content_hash=compiled.bundle.content_hash,
        bundle=compiled.bundle.to_bytes(),
        note=note,
        deployed_by=actor.person_id if actor else None,
        deployed_at=engine.clock.now(),
    )
    work.session.add(deployment)
    work.session.flush()
    definition = ProcessDefinition(
        key=compiled.procedure.key,
        version=_next_version(work, compiled.procedure.key),
        edition=compiled.procedure.edition,
        name=compiled.procedure.title,
        partnership_key=compiled.procedure.partnership,
        deployment_id=deployment.id,
    )
    work.session.add(definition)
    work.session.flush()
    return definition


def make_published(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor | None,
    definition: ProcessDefinition,
    at: datetime | None,
) -> None:
    """Publish a version from `at` on, in the caller's transaction; no time: now.

    Raises:
        InputRefusedError: the time has gone by, or an earlier version of the edition is to be
            followed only after it, and would then never be.
    """
    now = engine.clock.now()
    if at is not None and at < now:
        raise InputRefusedError("The time of publication has gone by. Choose one that lies ahead.")
    later = select(ProcessDefinition.version).where(
        ProcessDefinition.key == definition.key,
        ProcessDefinition.edition == definition.edition,
        ProcessDefinition.version < definition.version,
        ProcessDefinition.published_at > (at or now),
    )
    waiting = work.session.scalars(later.order_by(ProcessDefinition.version)).first()
    if waiting is not None:
        raise InputRefusedError(
            f"Version {waiting} is to be followed only after that, so no case would ever follow "
            "it. Call off its publication first, or choose a later time for this one."
        )
    definition.published_at = at or now
    definition.published_by = actor.person_id if actor else None


def take_back(engine: Engine, definition: ProcessDefinition) -> None:
    """Make a version that is to be followed from a later time one that no case follows.

    Raises:
        InputRefusedError: it is not published, or cases may follow it already.
    """
    if definition.published_at is None:
        raise InputRefusedError(f"Version {definition.version} is not published.")
    if definition.published_at <= engine.clock.now():
        raise InputRefusedError(
            f"Version {definition.version} is followed already, so it cannot be called off. "
            "Start a draft from an earlier version to bring that one back."
        )
    definition.published_at = definition.published_by = None


def take_turns(work: UnitOfWork) -> None:
    """Let processes that start at once deploy one after the other; SQLite has one writer anyway."""
    if work.session.get_bind().dialect.name == "postgresql":
        # Only other deployments wait: cases go on being raised.
        work.session.execute(text("LOCK TABLE process_definition IN SHARE ROW EXCLUSIVE MODE"))


def _definition(
    work: UnitOfWork, actor: Actor | None, process_definition_id: int
) -> ProcessDefinition:
    definition = work.session.get(ProcessDefinition, process_definition_id)
    if definition is None:
        raise NotFoundError("process definition", process_definition_id)
    _require_editor(work, actor, definition.key, definition.partnership_key)
    return definition


def _require_editor(work: UnitOfWork, actor: Actor | None, key: str, partnership_key: str) -> None:
    if actor is not None:
        require_own_procedure(work, actor, key=key, partnership_key=partnership_key)


def _same_bundle(work: UnitOfWork, bundle: Bundle, key: str) -> int | None:
    """Return the version that these files have; of several rather one that is published.

    What comes with Concord would otherwise be published again at the next start, once somebody
    has called off the publication of a version that brings it back.
    """
    query = (
        select(ProcessDefinition.id)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .where(Deployment.content_hash == bundle.content_hash, ProcessDefinition.key == key)
        .order_by(ProcessDefinition.published_at.is_(None), ProcessDefinition.version.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _next_version(work: UnitOfWork, key: str) -> int:
    last = select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == key)
    return (work.session.scalar(last) or 0) + 1
