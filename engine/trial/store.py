"""The throw-away store of a trial: a fresh database with the demo directory and one procedure."""

from datetime import UTC, datetime

from sqlalchemy import delete, update

from engine.context import Engine, open_engine
from engine.definitions.bundle import Bundle
from engine.persistence.cases import CaseChildNumber
from engine.persistence.database import Database
from engine.persistence.directory import Area
from engine.persistence.instances import Timer
from engine.persistence.upgrading import upgrade_database
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.settings import Settings
from engine.trial.clock import TrialClock
from engine.trial.example_directory import add_example_partnership

# Of no worth to anybody: what is sealed with them is thrown away with the store.
SETTINGS = Settings(secret_key="trial" * 8, encryption_keys=("trial:" + "0" * 64,))
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def open_trial(database: Database, bundle: Bundle) -> Engine:
    """Return an engine over an empty database, with the bundle published for its areas.

    Raises:
        DeploymentRefusedError: the bundle has errors.
    """
    engine = open_with_directory(database)
    bring_in(engine, bundle)
    return engine


def open_with_directory(database: Database) -> Engine:
    """Return an engine over an empty database, with the demo directory and no procedure."""
    upgrade_database(database)
    engine = open_engine(SETTINGS, clock=TrialClock(BEGINNING), database=database)
    load_demo_directory(engine, lambda _password: "")
    return engine


def bring_in(engine: Engine, bundle: Bundle) -> None:
    """Publish a bundle, and let the areas of its partnership follow it.

    A partnership that the demonstration does not know gets example agencies and people.

    Raises:
        DeploymentRefusedError: the bundle has errors.
    """
    definition_id = deploy_bundle(engine, None, bundle)
    publish_definition(engine, None, definition_id)
    with engine.open_reading() as work:
        compiled = engine.definitions.compiled(work, definition_id)
    add_example_partnership(engine, compiled)
    with engine.open_unit_of_work() as work:
        procedure = compiled.procedure
        follows = {"process_definition_key": procedure.key, "edition": procedure.edition}
        partnership = Area.partnership_key == procedure.partnership
        work.session.execute(update(Area).where(partnership).values(follows))
        work.commit()


def let_rest(engine: Engine) -> None:
    """Let earlier cases stay still while a later one runs: no timers, and about no child."""
    with engine.open_unit_of_work() as work:
        work.session.execute(delete(Timer))
        work.session.execute(delete(CaseChildNumber))
        work.commit()
