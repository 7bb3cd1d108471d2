"""An editor who tries Berkshire's procedure, over a real store of each kind."""

import pytest
from sqlalchemy import select

from engine.persistence.definitions import ProcessDefinition
from engine.trial.sandbox import RunSource
from tests.support.engine import MONDAY, OFFICE, Berkshire, berkshire_bundle
from tests.support.trial_runs import Tryer


@pytest.fixture
def tryer(berkshire: Berkshire) -> Tryer:
    """Return an editor whose trial run has just begun, on a Monday at 10."""
    definition_id = berkshire.rows(select(ProcessDefinition.id))[0]
    actor = berkshire.actor("editor", OFFICE)
    source = RunSource(process_definition_id=definition_id)
    return Tryer(berkshire.engine, actor, berkshire_bundle(), source).begin(MONDAY)
