"""A process that works on cases until it is killed: people's acts, alerts and limits at random."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from engine.access import Actor
from engine.definitions.compiled import compile_bundle
from engine.errors import EngineError
from engine.persistence.database import connect
from engine.persistence.history import HistoryEvent
from engine.persistence.tasks import UserTask
from engine.runtime.claims import claim_user_task
from engine.runtime.drafts import save_draft
from engine.runtime.locking import task_openings
from engine.runtime.messages import send_message
from engine.runtime.task_forms import open_form
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE, TaskState
from forms.suggestion import NoSuggestion, suggest_answers
from tests.support.engine import (
    ANY_REASON,
    COUNCIL,
    MONDAY,
    NOTHING_LEARNED,
    OFFICE,
    RAISER,
    SCHOOL,
    Berkshire,
    berkshire_bundle,
    open_berkshire,
)

# Once in the process that all workers are forked from.
compile_bundle(berkshire_bundle())

ROLES = ("practitioner", "line-manager", "next-level-manager", "senior-manager")
ROLES += ("departmental-head", "meeting-chair", "safeguarding-lead")
MOST_OPEN_CASES = 6


def work_until_killed(url: str, seed: int, working: Connection) -> None:
    """Work on the cases of a database; `working` is told of each thing that is done."""
    chance = random.Random(seed)
    house = open_berkshire(connect(url))
    with house.engine.open_reading() as work:
        last = work.session.scalar(select(func.max(HistoryEvent.at)))
    house.clock.set(last or MONDAY)
    people = [house.actor(role, agency) for agency in (SCHOOL, COUNCIL) for role in ROLES]
    people += [house.actor("business-manager", OFFICE), house.actor("meeting-chair", OFFICE)]
    while True:
        act(house, people, chance)
        working.send(seed)


def act(house: Berkshire, people: Sequence[Actor], chance: random.Random) -> None:
    """Do one thing that somebody might do now."""
    tasks = house.rows(select(UserTask).where(UserTask.state == TaskState.OPEN))
    if not tasks or (len({t.case_id for t in tasks}) < MOST_OPEN_CASES and chance.random() < 0.3):
        house.start()
        return
    dice = chance.random()
    task = chance.choice(tasks)
    try:
        if dice < 0.2:
            house.wait(hours=chance.choice((0.1, 1, 5, 30)))
        elif dice < 0.25:
            case = house.case(task.case_id)
            send_message(house.engine, house.actor(*RAISER), case.reference, DANGER_MESSAGE)
        else:
            _do(house, people, task, chance)
    except EngineError:
        pass  # refused in words, which is as good as done here
    house.clock.set(house.clock.now() + timedelta(seconds=1))


def _do(house: Berkshire, people: Sequence[Actor], task: UserTask, chance: random.Random) -> None:
    engine = house.engine
    with engine.open_reading() as work:
        openings = task_openings(work, task.id)
        able = [p for p in people if any(opening.admits(p) for opening in openings)]
        if not able:
            return
        actor = chance.choice(able)
        shown = open_form(engine, work, actor, task.id)
    wanted = {"receiving_agency": COUNCIL, **NOTHING_LEARNED}
    for key, field in shown.form.questions.items():
        if field.type == "radio" and chance.random() < 0.7 and field.options:
            wanted[key] = chance.choice(field.options).value
        if field.reference == "person":
            wanted[key] = str(house.actor("meeting-chair", OFFICE).person_id)
    wanted = {key: value for key, value in wanted.items() if key in shown.form.questions}
    try:
        answers = suggest_answers(shown.form, wanted, shown.context, shown.functions)
    except NoSuggestion:
        return
    if chance.random() < 0.3:
        claim_user_task(engine, actor, task.id)
        save_draft(engine, actor, task.id, answers)
    key = uuid.uuid4().hex if chance.random() < 0.5 else None
    complete_user_task(engine, actor, task.id, answers, remarks=ANY_REASON, idempotency_key=key)
