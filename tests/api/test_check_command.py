"""`concord check`: grouped for people, JSON for programs, exit codes for both."""

import json

import pytest
from click.testing import CliRunner

from api.cli import main
from tests.engine.definitions.answer_examples import asked, choice, question
from tests.engine.definitions.writing import bundle_files, one_task, user_task


@pytest.fixture
def check(tmp_path):
    """Write the files of an edition to a folder, and check it with these options."""

    def run(files, *options):
        folder = tmp_path / "test" / "2026-01-01"
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return CliRunner().invoke(main, ["check", str(folder), *options])

    return run


def test_what_can_be_deployed_ends_with_0(check):
    checked = check(bundle_files())
    assert checked.exit_code == 0
    assert "0 error(s), 1 warning(s)." in checked.output
    assert "warning: layout-missing (1), see docs/checks/layout-missing.md" in checked.output


def test_problems_stand_together_by_check_with_place_message_and_remedy(check):
    more = user_task("Lost") + user_task("Lonely")
    checked = check(bundle_files(one_task(more=more)))
    assert checked.exit_code == 1
    lines = checked.output.splitlines()
    head = lines.index("  error: unreachable-elements (2), see docs/checks/unreachable-elements.md")
    first, second, remedy = lines[head + 1 : head + 4]
    assert first.startswith("    main.bpmn:")
    assert "Lost: “Do Lost” can never be reached" in first
    assert "Lonely" in second
    assert remedy.startswith("      → Draw the missing sequence flow")
    assert lines.index(lines[head]) < next(n for n, one in enumerate(lines) if "warning:" in one)


def test_the_same_comes_as_json(check):
    files = asked(choice(yes='=answer = "maybe"'), question())
    checked = check(files, "--json")
    assert checked.exit_code == 1
    assert checked.output == check(files, "--format", "json").output
    found = [p for p in json.loads(checked.output) if p["check"] == "impossible-conditions"]
    assert found[0]["help"] == "docs/checks/impossible-conditions.md"
    assert found[0]["element_id"] == "Way_to_Task_B"


def test_a_folder_without_a_diagram_is_an_error_with_a_page(check, tmp_path):
    checked = CliRunner().invoke(main, ["check", str(tmp_path)])
    assert checked.exit_code == 1
    assert "There is no diagram in this folder" in checked.output
    assert "see docs/checks/readable-file.md" in checked.output
