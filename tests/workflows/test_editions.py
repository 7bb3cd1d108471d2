"""An area follows its own edition, and a case keeps the one with which it began (scenario 94)."""

from datetime import UTC, datetime

import pytest

from engine.context import open_engine
from engine.persistence.cases import Case
from engine.persistence.database import connect
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.tasks import UserTask
from engine.persistence.upgrading import upgrade_database
from engine.runtime.cases import start_case
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.runtime.task_forms import open_form
from engine.trial.clock import TrialClock
from tests.support.directory import demo_actor
from tests.support.engine import ROOT, SETTINGS, quick
from tests.workflows.editions import bundle_of

BERKSHIRE = [ROOT / "workflows/berkshire" / name for name in ("2024-05-24", "2026-03-25")]


@pytest.fixture
def engine(database_url):
    """Return an engine with both editions of Berkshire published."""
    database = quick(connect(database_url))
    upgrade_database(database)
    now = datetime(2026, 9, 7, 9, tzinfo=UTC)
    engine = open_engine(SETTINGS, clock=TrialClock(now), database=database)
    load_demo_directory(engine, lambda _password: "")
    for edition in BERKSHIRE:
        publish_definition(engine, None, deploy_bundle(engine, None, bundle_of(edition)))
    yield engine
    database.engine.dispose()


@pytest.mark.parametrize(
    ("area", "edition", "version", "is_asked"),
    [("bracknell-forest", "2024-05-24", 1, True), ("reading", "2026-03-25", 2, False)],
)
def test_a_case_follows_the_edition_of_its_area(engine, area, edition, version, is_asked):
    actor = demo_actor(engine, "practitioner", "reading-school")
    started = start_case(engine, actor, area_key=area)
    with engine.open_reading() as work:
        case = work.session.get_one(Case, started.case_id)
        definition = work.session.get_one(ProcessDefinition, case.process_definition_id)
        task = work.session.get_one(UserTask, started.user_task_id)
        form = open_form(engine, work, actor, task.id).form
    assert (definition.edition, definition.version) == (edition, version)
    assert ("accelerated" in form.questions) is is_asked


def test_the_older_edition_is_the_first_version():
    source = (BERKSHIRE[0].parent / "procedure.toml").read_text()
    assert source.index('edition = "2024-05-24"') < source.index('edition = "2026-03-25"')
