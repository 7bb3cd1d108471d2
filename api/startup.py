"""What has to stand before the first request: tables, procedures, the demonstration's people."""

from flask import Flask
from flask_security import hash_password

from api.extensions import current_engine
from api.procedure_files import shipped_bundles
from engine.context import Engine
from engine.errors import SettingsError
from engine.persistence.upgrading import upgrade_database
from engine.queries.background import load_background
from engine.runtime.demo_clock import restore_clock
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.deployments import deploy_bundle, publish_definition

NOTE = "Comes with Concord."


def prepare(app: Flask) -> None:
    """Upgrade the database, deploy what is new, load the demonstration. Twice is the same as once.

    Raises:
        DeploymentRefusedError: a procedure that comes with Concord has errors.
        SettingsError: the database holds invented cases, and this is no demonstration.
    """
    with app.app_context():
        engine = current_engine()
        upgrade_database(engine.database)
        _refuse_invented_cases(engine)
        restore_clock(engine)
        deploy_shipped_procedures(engine)
        if engine.settings.demo:
            load_demo_directory(engine, hash_password)


def _refuse_invented_cases(engine: Engine) -> None:
    with engine.open_reading() as work:
        is_invented = load_background(engine, work).invented_cases > 0
    if is_invented and not engine.settings.demo:
        message = (
            "This database holds invented cases of a demonstration. Set CONCORD_DEMO=1, or name "
            "another one in CONCORD_DATABASE_URL."
        )
        raise SettingsError(message)


def deploy_shipped_procedures(engine: Engine) -> None:
    """Deploy and publish the procedures that come with Concord, when they are new."""
    for bundle in shipped_bundles():
        publish_definition(engine, None, deploy_bundle(engine, None, bundle, note=NOTE))
