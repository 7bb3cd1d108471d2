"""Cases of Berkshire's edition of 2024, waiting at every step, in a database that has 2026 too."""

from random import Random
from types import SimpleNamespace

from sqlalchemy import select, update

from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.compiled import compile_bundle
from engine.persistence.directory import Area
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.tasks import UserTask
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.vocabulary import InstanceState, TaskState
from tests.support.engine import COUNCIL, ROOT, SCHOOL, Berkshire
from tests.support.walking.deeds import Deeds
from tests.support.walking.people import People
from tests.support.walking.plan import Dice
from tests.support.walking.story import Story

OLD_EDITION, NEW_EDITION = "2024-05-24", "2026-03-25"
MOST_DEEDS = 26
_GIVEN = {"raising": SCHOOL, "receiving": COUNCIL, "area": "reading", "now": ""}


def old_bundle() -> Bundle:
    """Return the edition of 2024 as its files are now."""
    return read_folder(ROOT / "workflows/berkshire" / OLD_EDITION, ROOT / "forms/definitions")


def follow_old_edition(house: Berkshire) -> int:
    """Publish the edition of 2024 and let new cases follow it; return its definition's id."""
    definition_id = deploy_bundle(house.engine, None, old_bundle())
    publish_definition(house.engine, None, definition_id)
    with house.engine.open_unit_of_work() as work:
        mine = Area.partnership_key == "berkshire"
        work.session.execute(update(Area).where(mine).values(edition=OLD_EDITION))
        work.commit()
    return definition_id


def raise_cases(house: Berkshire, count: int, *, seed: int = 20240524) -> None:
    """Raise cases that stop at random: each is somewhere else on its way.

    The first ones stop at a step at which nobody has something to do yet.
    """
    chance = Random(seed)
    missing = steps_for_people()
    people = People(house.engine, "berkshire")
    walking = SimpleNamespace(engine=house.engine, clock=house.clock, people=people)
    for number in range(count):
        started = house.start()
        story = Story(_GIVEN)
        deeds = Deeds(walking, started, _GIVEN, story, is_stubborn=number % 4 != 0)  # type: ignore[arg-type]
        dice = Dice(chance)
        stops_at = missing or set()
        for _ in range(3 * MOST_DEEDS if missing else chance.randrange(MOST_DEEDS)):
            is_there = not stops_at.isdisjoint(house.open_elements(started.case_id))
            if is_there or house.case(started.case_id).ended_at is not None:
                break
            verb = chance.choice(("complete",) * 12 + ("claim", "draft", "danger"))
            deeds.verbs[verb](dice)
        missing = missing - set(house.open_elements(started.case_id))


def steps_for_people() -> set[str]:
    """Return the elements of the edition of 2024 at which somebody has something to do."""
    library = compile_bundle(old_bundle()).library
    found = (one for process in library.processes for one in library.elements(process))
    return {one.id for one in found if one.type == "userTask"}


def standing(house: Berkshire, definition_id: int) -> list[ProcessInstance]:
    """Return the instances that run in a version, by id."""
    query = select(ProcessInstance).where(
        ProcessInstance.process_definition_id == definition_id,
        ProcessInstance.state == InstanceState.ACTIVE,
    )
    return house.rows(query.order_by(ProcessInstance.id))


def waiting_elements(house: Berkshire) -> set[str]:
    """Return the elements at which somebody has something to do."""
    return {task.element_id for task in house.rows(_open())}


def due_times(house: Berkshire) -> dict[str, object]:
    """Return every due time: of timers and of tasks, by id."""
    timers = {f"timer {one.id}": one.due_at for one in house.rows(select(Timer))}
    return timers | {f"task {one.id}": one.due_at for one in house.rows(_open())}


def _open():
    return select(UserTask).where(UserTask.state == TaskState.OPEN)
