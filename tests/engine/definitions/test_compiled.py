from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.definitions import compiled as module
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.compiled import compile_bundle, restore_bundle
from engine.errors import DeploymentRefusedError
from tests.architecture.source import ROOT
from tests.engine.definitions.writing import bundle_files, one_task, user_task


def renamed(name):
    """Write a bundle that no other test compiles."""
    return Bundle(bundle_files() | {"README.md": name.encode()})


def test_a_bundle_is_compiled_with_everything_in_it():
    compiled = compile_bundle(renamed("everything"))
    assert compiled.procedure.key == "test"
    assert compiled.library.main_processes == ("test",)
    assert compiled.forms.keys() == {"A"}
    assert compiled.clauses.find("TST26-S0-01") is compiled.clauses.find("S0-01") is not None
    assert [problem.check for problem in compiled.warnings] == ["layout-missing"]


def test_the_same_content_is_compiled_once():
    with ThreadPoolExecutor(8) as pool:
        results = set(pool.map(lambda _: compile_bundle(renamed("once")), range(32)))
    assert len(results) == 1
    assert restore_bundle(renamed("once")) in results


def test_no_more_than_a_bounded_number_is_kept():
    first = compile_bundle(renamed("bounded"))
    for number in range(module._MAX_KEPT):
        compile_bundle(renamed(f"bounded {number}"))
    assert compile_bundle(renamed("bounded")) is not first


def test_errors_are_refused_and_warnings_are_not_among_them():
    bundle = Bundle(bundle_files(one_task(user_task("Task_A", form="GONE"))))
    with pytest.raises(DeploymentRefusedError) as refusal:
        compile_bundle(bundle)
    assert [problem.check for problem in refusal.value.problems] == ["forms"]


def test_a_deployed_bundle_still_runs_when_a_check_is_newer_than_it():
    bundle = Bundle(bundle_files(one_task(user_task("Task_A", side="sender"))))
    with pytest.raises(DeploymentRefusedError):
        compile_bundle(bundle)
    assert restore_bundle(bundle).library.main_processes == ("test",)
    with pytest.raises(DeploymentRefusedError):
        compile_bundle(bundle)


def test_what_cannot_run_at_all_is_refused_in_either_way():
    files = {path: content for path, content in bundle_files().items() if path != "procedure.toml"}
    for verb in (compile_bundle, restore_bundle):
        with pytest.raises(DeploymentRefusedError) as refusal:
            verb(Bundle(files))
        assert refusal.value.problems


@pytest.mark.parametrize(
    "edition", sorted(path.parent for path in ROOT.glob("workflows/*/*/clauses.json")), ids=str
)
def test_the_procedures_of_this_repository_have_no_problem(edition):
    assert compile_bundle(read_folder(edition, ROOT / "forms/definitions")).warnings == ()
