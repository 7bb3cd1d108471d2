"""Deploy a bundle as a new version of a procedure, and publish a version for new cases."""

from sqlalchemy import func, select, text

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import compile_bundle
from engine.errors import NotFoundError
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
        _take_turns(work)
        _require_editor(work, actor, compiled.procedure.key, compiled.procedure.partnership)
        known = _same_bundle(work, bundle, compiled.procedure.key)
        if known is not None:
            return known
        person_id = actor.person_id if actor else None
        deployment = Deployment(
            content_hash=bundle.content_hash,
            bundle=bundle.to_bytes(),
            note=note,
            deployed_by=person_id,
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
        work.commit()
        return definition.id


def publish_definition(engine: Engine, actor: Actor | None, process_definition_id: int) -> None:
    """Make a version the one that new cases of its edition follow. Publishing twice is once.

    Raises:
        NotFoundError: there is no such process definition.
        NotAllowedError: the actor edits no procedures of that partnership.
    """
    with engine.open_unit_of_work() as work:
        definition = work.session.get(ProcessDefinition, process_definition_id)
        if definition is None:
            raise NotFoundError("process definition", process_definition_id)
        _require_editor(work, actor, definition.key, definition.partnership_key)
        if definition.published_at is None:
            definition.published_at = engine.clock.now()
            definition.published_by = actor.person_id if actor else None
            work.commit()


def _require_editor(work: UnitOfWork, actor: Actor | None, key: str, partnership_key: str) -> None:
    if actor is not None:
        require_own_procedure(work, actor, key=key, partnership_key=partnership_key)


def _take_turns(work: UnitOfWork) -> None:
    """Let processes that start at once deploy one after the other; SQLite has one writer anyway."""
    if work.session.get_bind().dialect.name == "postgresql":
        # Only other deployments wait: cases go on being raised.
        work.session.execute(text("LOCK TABLE process_definition IN SHARE ROW EXCLUSIVE MODE"))


def _same_bundle(work: UnitOfWork, bundle: Bundle, key: str) -> int | None:
    query = (
        select(ProcessDefinition.id)
        .join(Deployment, Deployment.id == ProcessDefinition.deployment_id)
        .where(Deployment.content_hash == bundle.content_hash, ProcessDefinition.key == key)
        .order_by(ProcessDefinition.version.desc())
        .limit(1)
    )
    return work.session.scalar(query)


def _next_version(work: UnitOfWork, key: str) -> int:
    last = select(func.max(ProcessDefinition.version)).where(ProcessDefinition.key == key)
    return (work.session.scalar(last) or 0) + 1
