import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.cli import COMMANDS, main
from api.procedure_files import WORKFLOWS, read_edition, read_zip
from tests.architecture.source import ROOT

EDITION = WORKFLOWS / "berkshire" / "2026-03-25"
EMAIL = "practitioner@reading-school.example"
EDITOR = "editor@berkshire-partnership.example"
PASSWORD = "a long enough password"


@pytest.fixture
def environment(prepared_database, tmp_path):
    """Return the environment of somebody who has just started Concord once."""
    database = tmp_path / "concord.db"
    database.write_bytes(prepared_database.read_bytes())
    return {
        "CONCORD_DATABASE_URL": f"sqlite:///{database}",
        "CONCORD_SECRET_KEY": "s" * 64,
        "CONCORD_ENCRYPTION_KEYS": "k1:" + "ab" * 32,
        "CONCORD_DEMO": "1",
    }


@pytest.fixture
def changed_edition(tmp_path):
    """Return the folder of an edition in which the first 24 hours are twelve."""
    folder = tmp_path / "berkshire" / EDITION.name
    for path, content in read_edition(EDITION).files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.replace(b">PT24H<", b">PT12H<", 1))
    return folder


@pytest.fixture
def run(environment):
    """Return what runs a command as in a shell."""
    runner = CliRunner()
    return lambda *words, **given: runner.invoke(main, words, env=environment, **given)


def test_a_backup_is_made_brought_back_and_never_written_over(run, environment, tmp_path):
    file = tmp_path / "monday.backup"
    made = run("backup", str(file))
    assert (made.exit_code, "Keep the encryption keys" in made.output) == (0, True)
    again = run("backup", str(file))
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    environment["CONCORD_DATABASE_URL"] = f"sqlite:///{tmp_path / 'new.db'}"
    assert "is brought back" in run("restore", str(file)).output
    assert run("token", "create", "--person", EMAIL).exit_code == 0


def test_every_command_explains_itself(run):
    for command in COMMANDS:
        shown = run(command.name, "--help")
        assert shown.exit_code == 0
        assert len(shown.output.splitlines()) > 3


def test_every_command_is_documented():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        for name in getattr(command, "commands", [""]):
            assert f"concord {command.name} {name}".strip() in page


def test_without_keys_it_says_which_one_is_missing():
    refused = CliRunner().invoke(
        main, ["database", "upgrade"], env={"CONCORD_SECRET_KEY": "", "CONCORD_DEMO": ""}
    )
    assert refused.exit_code == 1
    assert "CONCORD_SECRET_KEY" in refused.output
    assert "Traceback" not in refused.output


def test_a_database_without_tables_is_said_in_words(environment, tmp_path):
    env = {**environment, "CONCORD_DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}
    words = ["token", "create", "--person", "practitioner@reading-school.example"]
    refused = CliRunner().invoke(main, words, env=env)
    assert refused.exit_code == 1
    assert "concord database upgrade" in refused.output
    assert "Traceback" not in refused.output


def test_a_new_database_gets_its_tables_once(environment, tmp_path):
    env = environment | {"CONCORD_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    first = CliRunner().invoke(main, ["database", "upgrade"], env=env)
    second = CliRunner().invoke(main, ["database", "upgrade"], env=env)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "up to date now" in first.output
    assert "was up to date" in second.output


def test_checks_pass_on_what_comes_with_concord(run):
    checked = run("check", str(WORKFLOWS))
    assert checked.exit_code == 0, checked.output
    assert "0 error(s)" in checked.output


def test_a_folder_of_a_procedure_brings_its_forms(run):
    assert run("check", str(EDITION)).exit_code == 0


def test_checks_name_file_element_and_remedy(run, tmp_path):
    diagram = next(EDITION.glob("*.bpmn")).read_text(encoding="utf-8")
    broken = tmp_path / "broken.bpmn"
    broken.write_text(re.sub(r'formKey="[^"]+"', 'formKey="NOTHING"', diagram), encoding="utf-8")
    checked = run("check", str(broken), "--format", "json")
    assert checked.exit_code == 1
    problems = json.loads(checked.output)
    assert any(found["element_id"] and found["remedy"] for found in problems)
    assert all(found["file"] for found in problems if found["element_id"])


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 50, b"<a>" * 5_000, b"<!DOCTYPE x>"])
def test_checks_never_crash(run, tmp_path, content):
    for name in ("x.bpmn", "x.form", "x.txt"):
        path = tmp_path / name
        path.write_bytes(content)
        checked = run("check", str(path), "--format", "json")
        assert checked.exit_code in (0, 1)
        json.loads(checked.output)


def test_what_cannot_be_read_is_a_finding_and_no_crash(run, tmp_path):
    for path in (tmp_path / "missing.bpmn", tmp_path):
        checked = run("check", str(path))
        assert checked.exit_code == 1
        assert "1 error(s)" in checked.output


def macos_zip(folder, target):
    """Pack a folder as macOS does: in a folder of its own, with files of its own beside it."""
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in read_edition(folder).files.items():
            archive.writestr(f"{folder.name}/{path}", content)
            archive.writestr(f"__MACOSX/{folder.name}/._{path}", b"\0\5\x16\7")
    return str(target)


def test_a_zip_file_is_checked_and_deployed_as_people_pack_it(run, changed_edition, tmp_path):
    packed = macos_zip(changed_edition, tmp_path / "edition.zip")
    checked = run("check", packed)
    assert checked.exit_code == 0, checked.output
    deployed = run("deploy", packed, "--person", EDITOR)
    assert deployed.exit_code == 0, deployed.output
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and nothing more")
    refused = run("check", str(tmp_path / "broken.zip"))
    assert refused.exit_code == 1
    assert "not a zip file that can be read" in refused.output


def test_a_deployment_is_a_draft_of_somebody_or_published(run, changed_edition):
    first = run("deploy", str(changed_edition), "--person", EDITOR, "--note", "Second thoughts")
    assert first.exit_code == 0, first.output
    assert "a draft in the workshop" in first.output
    assert run("deploy", str(changed_edition), "--person", EDITOR).output == first.output
    assert "published" in run("deploy", str(changed_edition), "--publish").output
    nobody = run("deploy", str(changed_edition))
    assert nobody.exit_code == 2
    assert "--person EMAIL" in nobody.output


def test_only_an_administrator_publishes_without_a_second_person(run, changed_edition):
    publish = ("deploy", str(changed_edition), "--publish", "--note", "12 hours", "--person")
    refused = run(*publish, EDITOR)
    assert refused.exit_code == 1
    assert "a colleague approves in the workshop" in refused.output
    assert "published" in run(*publish, "administrator@berkshire-partnership.example").output


def test_a_deployment_with_errors_says_what_is_wrong(run, tmp_path):
    (tmp_path / "a.bpmn").write_bytes(b"<nonsense/>")
    refused = run("deploy", str(tmp_path), "--publish")
    assert refused.exit_code == 1
    assert "Nothing was deployed" in refused.output


def test_a_folder_without_diagrams_deploys_nothing(run, tmp_path):
    assert run("deploy", str(tmp_path), "--publish").exit_code == 1


@pytest.mark.parametrize("target", ["copy", "copy.zip"])
def test_what_is_exported_is_what_was_deployed(run, changed_edition, tmp_path, target):
    deployed = run("deploy", str(changed_edition), "--publish").output
    number = re.search(r"process definition (\d+)", deployed)[1]
    path = tmp_path / "a folder" / target
    assert run("export", number, str(path)).exit_code == 0
    bundle = read_zip(path) if path.is_file() else read_edition(path)
    assert dict(bundle.files) == dict(read_edition(changed_edition).files)
    assert number in run("deploy", str(path), "--publish").output
    assert run("export", number, str(path)).exit_code == 1
    assert run("export", number, str(path), "--replace").exit_code == 0


def test_a_draft_is_exported_by_its_id(run, changed_edition, tmp_path):
    deployed = run("deploy", str(changed_edition), "--person", EDITOR).output
    draft = re.search(r"draft ([0-9a-f-]{36})", deployed)[1]
    assert run("export", draft, str(tmp_path / "draft")).exit_code == 0
    files = read_edition(tmp_path / "draft").files
    assert files["forms/BRK-S2.form"] == read_edition(changed_edition).files["forms/BRK-S2.form"]
    assert b"PT12H" in files["berkshire.bpmn"]


@pytest.mark.parametrize("name", ["nothing", "99999", str(uuid.UUID(int=7))])
def test_what_is_not_there_is_not_exported(run, tmp_path, name):
    assert run("export", name, str(tmp_path / "out")).exit_code == 1
    assert not (tmp_path / "out").exists()


def test_a_token_is_printed_once_and_works(run, concord):
    created = run("token", "create", "--person", EMAIL, "--scope", "read", "--days", "7")
    assert created.exit_code == 0
    assert re.fullmatch(r"concord_[\w-]{43}", created.stdout.strip())


@pytest.mark.parametrize(
    "words",
    [
        ("--person", "nobody@reading-school.example"),
        ("--person", EMAIL, "--scope", "everything"),
        ("--person", EMAIL, "--days", "0"),
        ("--person", EMAIL, "--days", "9999"),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(run, words):
    refused = run("token", "create", *words)
    assert refused.exit_code == 1
    assert refused.stdout == ""


def test_a_new_person_can_act_once_they_have_a_role(run):
    person = ("--email", "new@reading-school.example")
    added = run("person", "add", *person, "--name", "New colleague", "--password", PASSWORD)
    assert added.exit_code == 0, added.output
    role = ("--agency", "reading-school", "--role", "practitioner")
    assert run("person", "grant", *person, *role).exit_code == 0
    assert run("token", "create", "--person", person[1]).exit_code == 0
    assert run("person", "add", *person, "--name", "X", "--password", PASSWORD).exit_code == 1


def test_a_short_password_is_refused(run):
    refused = run("person", "add", "--email", "a@b.example", "--name", "A", "--password", "short")
    assert refused.exit_code == 1
    assert "12 characters" in refused.output


def test_a_persons_sessions_can_be_ended(run, environment):
    ended = run("person", "log-out", "--email", EMAIL)
    assert ended.exit_code == 0
    assert "0 session(s)" in ended.output
    assert run("person", "log-out", "--email", "nobody@b.example").exit_code == 1


def test_scenarios_of_an_unknown_procedure_are_refused(run):
    assert run("scenarios", "no-such-procedure").exit_code == 1


def test_scenarios_say_which_passed_and_why_others_failed(run, tmp_path):
    edition = tmp_path / "workflows" / EDITION.parent.name / EDITION.name
    copy_edition(edition)
    (edition / "scenarios" / "good.yaml").write_text(SCENARIO.format(name="Task_S0_Raise"))
    passed = run("scenarios", str(edition))
    assert passed.exit_code == 0, passed.output
    assert "1 scenario(s) passed, 0 failed." in passed.output
    (edition / "scenarios" / "good.yaml").write_text(SCENARIO.format(name="Task_Elsewhere"))
    failed = run("scenarios", str(edition))
    assert failed.exit_code == 1
    assert "FAILED" in failed.output


SCENARIO = """
title: A case begins with the raising form
given:
  {{area: reading, now: "2026-08-28 16:00", raising: reading-school, receiving: reading-council}}
steps:
  - expect: {{open: [{name}]}}
"""


def copy_edition(edition: Path) -> None:
    edition.mkdir(parents=True)
    (edition / "scenarios").mkdir()
    for path in [*EDITION.glob("*.bpmn"), EDITION / "clauses.json"]:
        (edition / path.name).write_bytes(path.read_bytes())
    procedure = EDITION.parent / "procedure.toml"
    (edition.parent / "procedure.toml").write_bytes(procedure.read_bytes())


def test_several_processes_need_postgresql(run):
    refused = run("serve", "--workers", "2")
    assert refused.exit_code == 1
    assert "PostgreSQL" in refused.output


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer_of(url, process, seconds=60):
    for _ in range(seconds * 5):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.status
        except OSError:
            time.sleep(0.2)
    return "no answer"


def test_serve_starts_on_a_fresh_machine_answers_and_ends_when_asked(environment, tmp_path):
    port = free_port()
    env = (
        os.environ
        | environment
        | {
            "CONCORD_DATABASE_URL": f"sqlite:///{tmp_path / 'fresh' / 'concord.db'}",
            "PYTHONPATH": str(ROOT),
        }
    )
    code = "from api.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=env, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        assert answer_of(f"http://127.0.0.1:{port}/readyz", process) == 200
        assert answer_of(f"http://127.0.0.1:{port}/login", process) == 200
    finally:
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=40)
    assert process.returncode == 0
    assert "Traceback" not in log
