"""`concord demo fill`, as in a shell."""

import pytest
from click.testing import CliRunner

from api.cli import main
from engine.jobs.signs import give_sign
from tests.support.app import SETTINGS


@pytest.fixture
def run(concord):
    """Return what runs a command on the app's database."""
    given = concord.engine.settings
    environment = {
        "CONCORD_DATABASE_URL": given.database_url,
        "CONCORD_SECRET_KEY": given.secret_key,
        "CONCORD_ENCRYPTION_KEYS": ",".join(given.encryption_keys),
        "CONCORD_DEMO": "1" if given.demo else "",
    }
    runner = CliRunner()
    return lambda *words, **other: runner.invoke(main, words, env={**environment, **other})


def test_it_invents_cases_and_the_database_is_a_demonstration_for_good(run):
    assert SETTINGS.demo
    filled = run("demo", "fill", "--cases", "2", "--years", "1", "--seed", "5")
    assert filled.exit_code == 0, filled.output
    assert "2 invented cases." in filled.output
    refused = run("serve", CONCORD_DEMO="")
    assert refused.exit_code == 1
    assert "holds invented cases of a demonstration" in refused.output


def test_it_is_refused_outside_a_demonstration_and_beside_a_running_server(run, concord):
    assert "in a demonstration only" in run("demo", "fill", CONCORD_DEMO="").output
    give_sign(concord.engine)
    beside = run("demo", "fill")
    assert beside.exit_code == 1
    assert "Concord is running on this database" in beside.output
