"""`concord coverage`, and what `concord scenarios` can do besides running them."""

import json
import shutil

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from api.cli import main
from engine.trial.databases import open_throw_away_database
from tests.support.engine import EDITION, ROOT


@pytest.fixture
def run():
    return lambda *arguments: CliRunner().invoke(main, arguments)


@pytest.fixture
def procedure(tmp_path):
    """Return a copy of Berkshire's procedure with its newest edition and one scenario."""
    folder = tmp_path / "workflows/berkshire"
    edition = folder / EDITION.name
    shutil.copytree(EDITION, edition, ignore=shutil.ignore_patterns("scenarios"))
    shutil.copy(EDITION.parent / "procedure.toml", folder)
    (edition / "scenarios").mkdir()
    shutil.copy(EDITION / "scenarios/rationale-understood.yaml", edition / "scenarios")
    shutil.copytree(ROOT / "forms/definitions", tmp_path / "forms/definitions")
    return folder


def test_each_clause_is_printed_with_what_carries_it(run):
    answer = run("coverage", "berkshire")
    assert answer.exit_code == 0, answer.output
    lines = answer.output.splitlines()
    assert "berkshire 2024-05-24, policy BRK24" in lines
    at = lines.index("  S1-04  should  The managers are in contact within 24 hours.")
    assert lines[at + 2] == "      element  Timer_S1_24h: 24 hours"
    assert lines[-1].endswith("0 gap(s).")
    assert any(line.startswith("      not modelled: The reason why") for line in lines)


def test_coverage_as_json(run):
    document = json.loads(run("coverage", "berkshire", "--format", "json").output)
    assert [edition["edition"] for edition in document] == ["2024-05-24", "2026-03-25"]
    clause = next(c for c in document[1]["clauses"] if c["id"] == "S4-04")
    assert clause["time_limit"] == "PT48H"
    assert {"kind": "element", "id": "Timer_S4_48h", "name": "48 hours at most"} in clause[
        "carried_by"
    ]


def test_a_gap_is_told_and_fails(run, procedure):
    diagram = procedure / EDITION.name / "berkshire.bpmn"
    diagram.write_text(diagram.read_text().replace("Timer_S2_24h", "Timer_S2_Other"))
    answer = run("coverage", str(procedure))
    assert answer.exit_code == 1
    assert "GAP: S2-02 is carried by Timer_S2_24h, which is not there." in answer.output


def test_an_unknown_procedure_is_told(run):
    answer = run("coverage", "nowhere")
    assert answer.exit_code == 1
    assert "There is no procedure nowhere." in answer.output


def test_a_page_shows_what_scenarios_reach(run, procedure, tmp_path):
    page = tmp_path / "coverage.html"
    answer = run("scenarios", str(procedure), "--coverage", str(page))
    assert answer.exit_code == 0, answer.output
    html = page.read_text()
    assert html.count("<svg") == 2
    assert "1 of 1 scenarios passed." in html
    assert "<li>Task_S3_Contact</li>" in html
    assert "<li>Task_S0_Raise</li>" not in html
    assert 'class="bpmn-userTask is-done' in html


@pytest.mark.postgresql
def test_scenarios_run_on_a_postgresql_server_and_leave_nothing(run, procedure, postgres_server):
    url = postgres_server.url_of("postgres")
    answer = run("scenarios", str(procedure), "--database", url)
    assert "1 scenario(s) passed, 0 failed." in answer.output
    server = create_engine(url)
    with server.connect() as connection:
        left = text("SELECT count(*) FROM pg_database WHERE datname LIKE 'concord\\_trial\\_%'")
        assert connection.execute(left).scalar() == 0
    server.dispose()


def test_a_throw_away_database_is_empty_and_gone_afterwards():
    with open_throw_away_database() as database:
        path = database.engine.url.database
        with database.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 0
    with pytest.raises(FileNotFoundError):
        open(path)  # noqa: PTH123, SIM115
