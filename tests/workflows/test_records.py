"""A case of every edition has a record, for each of its people."""

import pytest
from sqlalchemy import select

from engine.errors import NotFoundError
from engine.persistence.cases import Case
from engine.persistence.database import connect
from engine.queries.actors import list_members, load_actor
from engine.records.case_record import write_case_record
from engine.trial.scenarios import run_scenario
from engine.trial.store import open_trial
from tests.support.engine import quick
from tests.workflows.editions import EDITIONS, bundle_of, scenarios_of, title_of


@pytest.fixture
def trial(tmp_path, edition):
    """Return an engine in which the longest scenario of an edition has been played."""
    database = quick(connect(f"sqlite:///{tmp_path / 'trial.db'}"))
    engine = open_trial(database, bundle_of(edition))
    longest = max(scenarios_of(edition), key=lambda file: file.stat().st_size)
    assert run_scenario(engine, longest.name, longest.read_bytes()).failure is None
    yield engine
    database.engine.dispose()


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_everybody_whom_a_case_has_reached_gets_its_record(trial, edition):
    with trial.open_reading() as work:
        now = trial.clock.now()
        people = sorted({member.person_id for member in list_members(work, now)})
        for case in work.session.scalars(select(Case)).all():
            records = list(records_of(trial, work, case, people, now))
            assert len(records) > 1
            assert {record.document.title for record in records} == {
                f"Record of case {case.reference}"
            }
            assert records[0].as_pdf().startswith(b"%PDF-1.7")


def records_of(trial, work, case, people, now):
    """Yield the record of a case for each person who may see it."""
    for person_id in people:
        try:
            yield write_case_record(trial, work, load_actor(work, person_id, now), case.reference)
        except NotFoundError:
            continue
