"""What has to stand before the first request: tables, procedures, the demonstration's people."""

from flask import Flask
from flask_security import hash_password

from api.extensions import current_engine
from api.procedure_files import shipped_bundles
from engine.context import Engine
from engine.persistence.upgrading import upgrade_database
from engine.runtime.demo_clock import restore_clock
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.deployments import deploy_bundle, publish_definition

NOTE = "Comes with Concord."


def prepare(app: Flask) -> None:
    """Upgrade the database, deploy what is new, load the demonstration. Twice is the same as once.

    Raises:
        DeploymentRefusedError: a procedure that comes with Concord has errors.
    """
    with app.app_context():
        engine = current_engine()
        upgrade_database(engine.database)
        restore_clock(engine)
        deploy_shipped_procedures(engine)
        if engine.settings.demo:
            load_demo_directory(engine, hash_password)


def deploy_shipped_procedures(engine: Engine) -> None:
    """Deploy and publish the procedures that come with Concord, when they are new."""
    for bundle in shipped_bundles():
        publish_definition(engine, None, deploy_bundle(engine, None, bundle, note=NOTE))
