"""The cases in the pictures of the docs: what people of the demonstration said and did."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from engine.definitions.bundle import Bundle
from engine.jobs.work import work_once
from engine.runtime.absences import arrange_absence
from engine.runtime.claims import claim_user_task
from engine.runtime.demo_clock import pass_time
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.trial.history.filling import fill_with_history
from engine.trial.sandbox import RunSource
from engine.trial.witness import Witness
from engine.vocabulary import DANGER_MESSAGE
from tests.browser.answers import RAISE, VIEWS, confirmation, contact, discussion
from tests.browser.operations_prepared import prepare_operations
from tests.support.app import ConcordApp
from tests.support.clock import FakeClock
from tests.support.engine import ANY_REASON, COUNCIL, SCHOOL
from tests.support.trial_runs import Tryer
from tests.support.workshop import begin

DIAGRAM = "berkshire.bpmn"
INVENTED_CASES = 60
CHILDREN = ("SG-2031/7", "SG-2044/2", "SG-1987/5", "SG-2050/1")


class Story:
    """One case with the words of its people."""

    def __init__(self, concord: ConcordApp, child: str) -> None:
        """Raise it as the school’s practitioner."""
        self._concord = concord
        started = concord.start_case()
        self.reference, self.witness = started.reference, Witness(concord.engine, started.case_id)
        now = concord.engine.clock.now()
        said = {**RAISE, "raising_agency": SCHOOL, "child_ref": child, "arose_at": now}
        self.complete("Task_S0_Raise", "practitioner", SCHOOL, said)

    def complete(
        self, element_id: str, role: str, agency: str, said: Mapping[str, Any] | None = None
    ) -> UUID:
        """Complete a step; what is not said is filled in. Return the step."""
        actor, task_id = self._concord.actor(role, agency), self.task(element_id)
        given = {key: _written(answer) for key, answer in (said or {}).items()}
        answers = self._concord.answers_to(actor, task_id, **given)
        engine = self._concord.engine
        complete_user_task(engine, actor, task_id, answers, remarks=ANY_REASON)
        return task_id

    def task(self, element_id: str) -> UUID:
        """Return an open step."""
        return self.witness.tasks(element_id)[0].id


def tell_story(concord: ConcordApp) -> dict[str, str]:
    """Let a Monday and a Tuesday pass; return the cases and steps that are shown."""
    clock = concord.engine.clock
    assert isinstance(clock, FakeClock)
    ended = _agreed(concord, clock)
    case, line, fresh = (Story(concord, child) for child in CHILDREN[1:])
    for story in (case, line):
        at = clock.now()
        story.complete("Task_S0_Discuss", "practitioner", SCHOOL, discussion(at, "not_resolved"))
        clock.advance(timedelta(hours=1))
    manager = concord.actor("line-manager", COUNCIL)
    claim_user_task(concord.engine, manager, line.task("Task_S1_Contact"))
    save_draft(concord.engine, manager, line.task("Task_S1_Contact"), dict(VIEWS))
    pass_time(concord.engine, clock.set, clock.now() + timedelta(hours=4))
    talked = contact(clock.now() - timedelta(minutes=30), "not_resolved")
    sent = case.complete("Task_S1_Contact", "line-manager", COUNCIL, talked)
    pass_time(concord.engine, clock.set, clock.now() + timedelta(hours=17, minutes=30))
    _leave(concord)
    raiser = concord.actor("practitioner", SCHOOL)
    send_message(concord.engine, raiser, fresh.reference, DANGER_MESSAGE)
    raising = concord.start_case().user_task_id
    clock.advance(timedelta(minutes=5))
    work_once(concord.engine)
    return {
        "raising": str(raising),
        "case": case.reference,
        "instance": str(case.witness.tasks()[0].process_instance_id),
        "sent": str(sent),
        "next_level": str(case.task("Task_S2_Contact")),
        "line": str(line.task("Task_S1_Contact")),
        "danger_case": fresh.reference,
        "danger": str(fresh.task("Task_Danger_Act")),
        "ended_case": ended.reference,
        **_change(concord),
    }


def invent_a_year(concord: ConcordApp) -> None:
    """Fill the rest of the demonstration with a year of cases, for lists and reports."""
    for _ in fill_with_history(concord.engine, years=1, cases=INVENTED_CASES, seed=1):
        pass
    prepare_operations(concord)
    work_once(concord.engine)


def _change(concord: ConcordApp) -> dict[str, str]:
    """Let a sub-group give stage two half the time, tell one role more, and try it."""
    draft = begin(concord.engine)
    content = draft.files()[DIAGRAM].decode()
    timer, told = content.partition('id="Timer_S2_24h"'), "senior-manager of both"
    halved = timer[0] + timer[1] + timer[2].replace("PT24H", "PT12H", 1).replace("24 ", "12 ", 1)
    before, notice, after = halved.partition('id="Notify_S2_Overdue"')
    more = f"{told}; safeguarding-supervisor of both"
    changed = before + notice + after.replace(told, more, 1)
    draft.save(changed, path=DIAGRAM)
    source = RunSource(draft_id=draft.draft_id, draft_revision=draft.draft.revision)
    tryer = Tryer(concord.engine, draft.editor, Bundle(draft.files()), source)
    tryer.begin(concord.engine.clock.now())
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    return {"procedure_draft": str(draft.draft_id), "trial_run": str(tryer.run_id)}


def _agreed(concord: ConcordApp, clock: FakeClock) -> Story:
    """Tell a case that the practitioners settle, and that both agencies confirm."""
    story = Story(concord, CHILDREN[0])
    clock.advance(timedelta(hours=1))
    story.complete("Task_S0_Discuss", "practitioner", SCHOOL, discussion(clock.now()))
    for agency in (SCHOOL, COUNCIL):
        clock.advance(timedelta(minutes=20))
        story.complete("RS_Task_Record", "practitioner", agency, confirmation(clock.now()))
    return story


def _leave(concord: ConcordApp) -> None:
    """Let the school’s next-level manager be away, with a deputy."""
    absent = concord.actor("next-level-manager", SCHOOL)
    now = concord.engine.clock.now()
    arrange_absence(
        concord.engine,
        absent,
        person_id=absent.person_id,
        deputy_id=concord.actor("senior-manager", SCHOOL).person_id,
        starts_at=now,
        ends_at=now + timedelta(days=3),
    )


def _written(answer: Any) -> Any:
    return answer.isoformat() if isinstance(answer, date | datetime) else answer
