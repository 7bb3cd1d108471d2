"""Whether there are people for the lanes and notices of a procedure."""

import pytest
from sqlalchemy import update

from engine.definitions.bundle import Bundle
from engine.definitions.checking import check_files
from engine.persistence.directory import Person, RoleGrant
from engine.queries.directory_checks import NAME, check_with_directory, find_missing_people
from tests.engine.definitions.writing import (
    PROCEDURE,
    bundle_files,
    notice,
    one_task,
    path,
    process,
    start,
    sub_process,
    user_task,
)
from tests.engine.definitions.writing import end as end_event

CHAIR = PROCEDURE.replace(b'"practitioner"', b'"management-committee"')


def missing(engine, files):
    with engine.open_reading() as work:
        return find_missing_people(work, files, engine.clock.now())


def take_away(engine, role):
    with engine.open_unit_of_work() as work:
        work.session.execute(
            update(RoleGrant).where(RoleGrant.role == role).values(valid_to=engine.clock.now())
        )
        work.commit()


def test_a_procedure_whose_people_are_there_has_no_warning(engine):
    assert missing(engine, bundle_files()) == ()


def test_a_lane_without_people_is_named(engine):
    take_away(engine, "management-committee")
    (problem,) = missing(engine, bundle_files() | {"procedure.toml": CHAIR})
    assert (problem.check, problem.severity, problem.element_id) == (NAME, "warning", "Lane_Staff")
    assert "management-committee" in problem.message


def test_one_role_of_several_is_enough(engine):
    take_away(engine, "management-committee")
    both = PROCEDURE.replace(b'"practitioner"', b'"management-committee; practitioner"')
    assert missing(engine, bundle_files() | {"procedure.toml": both}) == ()


def test_a_step_without_side_is_for_the_office(engine):
    (problem,) = missing(engine, bundle_files(one_task(user_task("Task_A", side=None))))
    assert "the partnership's own office is practitioner" in problem.message


def test_steps_inside_a_sub_process_count_for_its_lane(engine):
    inner = (start("B"), user_task("T"), end_event("E"), path("B", "T", "E"))
    lanes = ("Begin", "Stage", "Finish")
    main = process(start(), sub_process("Stage", *inner), end_event(), path(*lanes), lanes=lanes)
    take_away(engine, "management-committee")
    (problem,) = missing(engine, bundle_files(main) | {"procedure.toml": CHAIR})
    assert problem.element_id == "Lane_Staff"


@pytest.mark.parametrize(
    ("recipients", "says"),
    [
        ("business-manager; line-manager of both", None),
        ("=recipients", None),
        ("management-committee of both", "any agency of the partnership"),
        ("practitioner", "the partnership's own office"),
    ],
)
def test_a_notice_to_people_who_are_not_there_is_named(engine, recipients, says):
    take_away(engine, "management-committee")
    problems = missing(engine, bundle_files(one_task(notice("Task_A", recipients))))
    assert [says in problem.message for problem in problems] == ([True] if says else [])


def test_people_who_may_no_longer_log_in_do_not_count(engine):
    with engine.open_unit_of_work() as work:
        work.session.execute(update(Person).values(active=False))
        work.commit()
    (problem,) = missing(engine, bundle_files())
    assert problem.element_id == "Lane_Staff"


def test_an_unknown_partnership_is_said_once(engine):
    elsewhere = PROCEDURE.replace(b'"berkshire"', b'"nowhere"')
    (problem,) = missing(engine, bundle_files() | {"procedure.toml": elsewhere})
    assert "“nowhere” is not in the directory" in problem.message


def test_without_a_readable_procedure_file_nothing_is_said(engine):
    assert missing(engine, {}) == ()
    assert missing(engine, bundle_files() | {"procedure.toml": b"key = "}) == ()


def test_every_edition_that_comes_with_concord_has_its_people(engine, shipped_editions):
    for name, bundle in shipped_editions.items():
        assert missing(engine, bundle.files) == (), name


@pytest.fixture(scope="module")
def shipped_editions() -> dict[str, Bundle]:
    from api.procedure_files import WORKFLOWS, find_editions, read_edition  # noqa: PLC0415

    return {str(folder): read_edition(folder) for folder in find_editions(WORKFLOWS)}


def test_the_one_entry_gives_both(engine):
    files = bundle_files() | {"procedure.toml": CHAIR, "main.bpmn": b"<nonsense/>"}
    with engine.open_reading() as work:
        found = check_with_directory(work, files, engine.clock.now())
    assert found[: len(check_files(files))] == check_files(files)
