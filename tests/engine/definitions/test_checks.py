import pytest

from engine.definitions.checking import check_files
from engine.definitions.checks import CHECKS
from tests.architecture.source import ROOT
from tests.engine.definitions.answer_examples import ALL_EXAMPLES as EXAMPLES

PAGES = ROOT / "docs/checks"
NAMES = [check.NAME for check in CHECKS]
# One asks the engine, one the directory: they stand beside the others.
EXTRA = ["engine-reading", "people-in-the-directory"]
FAILING = [(name, case) for name, examples in EXAMPLES.items() for case in examples.fails]
PASSING = [(name, files) for name, examples in EXAMPLES.items() for files in examples.passes]


def problems_of(name, files):
    return [problem for problem in check_files(files) if problem.check == name]


def test_every_check_has_a_name_of_its_own():
    assert len(set(NAMES)) == len(CHECKS)


def test_every_check_has_failing_and_passing_examples():
    assert set(EXAMPLES) == set(NAMES)
    assert all(examples.fails and examples.passes for examples in EXAMPLES.values())


@pytest.mark.parametrize("name", [*NAMES, *EXTRA])
def test_every_check_has_a_page_that_says_why_and_what_to_do(name):
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page
    assert all(heading in page for heading in ("## Why", "## Example", "## What to do"))
    assert f"]({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


def test_no_page_is_left_over():
    assert {page.stem for page in PAGES.glob("*.md")} == {
        *NAMES,
        *EXTRA,
        "README",
    }


@pytest.mark.parametrize(
    ("name", "case"), FAILING, ids=[f"{name}: {case.words}" for name, case in FAILING]
)
def test_a_failing_example_is_found_at_its_element(name, case):
    problems = problems_of(name, case.files)
    assert any(
        problem.element_id == case.element_id and case.words in problem.message
        for problem in problems
    ), problems
    assert all(problem.message and problem.remedy for problem in problems)


@pytest.mark.parametrize(("name", "files"), PASSING, ids=[name for name, _ in PASSING])
def test_a_passing_example_has_no_such_problem(name, files):
    assert problems_of(name, files) == []


@pytest.mark.parametrize(("name", "files"), PASSING, ids=[name for name, _ in PASSING])
def test_a_passing_example_can_be_deployed(name, files):
    assert [problem for problem in check_files(files) if problem.is_error] == []


def test_problems_say_where():
    case = EXAMPLES["script-task"].fails[0]
    (problem,) = problems_of("script-task", case.files)
    assert (problem.file, problem.element_id, problem.severity) == ("main.bpmn", "Task_A", "error")
    assert case.files["main.bpmn"].splitlines()[problem.line - 1].startswith(b"<bpmn:scriptTask")
    assert str(problem).startswith("main.bpmn:")
    assert problem.as_dict()["remedy"] == problem.remedy


def test_errors_come_first():
    files = EXAMPLES["lanes"].fails[0].files
    severities = [problem.severity for problem in check_files(files)]
    assert severities == sorted(severities)
    assert set(severities) == {"error", "warning"}
