"""One site for many looks: cases at every point of the way, taken there without the browser."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self
from uuid import UUID

from sqlalchemy import select

from engine.jobs.work import work_once
from engine.persistence.definitions import ProcessDefinition
from engine.queries.definitions import list_definitions
from engine.runtime.absences import arrange_absence
from engine.runtime.cases import start_case
from engine.runtime.claims import claim_user_task
from engine.runtime.closing import close_case
from engine.runtime.demo_clock import pass_time
from engine.runtime.drafts import save_draft
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.trial.sandbox import RunSource
from engine.trial.witness import Witness
from engine.vocabulary import DANGER_MESSAGE
from engine.workshop.drafts import begin_draft
from tests.browser.directory_prepared import prepare_directory
from tests.browser.forms_prepared import prepare_forms
from tests.browser.operations_prepared import prepare_operations
from tests.browser.site import Site
from tests.browser.workshop_prepared import prepare_workshop
from tests.support.app import ConcordApp
from tests.support.engine import ANY_REASON, COUNCIL, MONDAY, SCHOOL, berkshire_bundle
from tests.support.trial_runs import Tryer

Answers = Mapping[str, Any]

LADDER: tuple[tuple[str, str, Answers], ...] = (
    ("Task_S0_Discuss", "practitioner", {"s0_outcome": "not_resolved"}),
    ("Task_S1_Contact", "line-manager", {"s1_outcome": "not_resolved"}),
    ("Task_S2_Contact", "next-level-manager", {"s2_outcome": "not_resolved"}),
)
SAYS = {
    "why_unresolved": "Whether the plan may be closed without a visit.",
    "raising_view": "The home has not changed since the plan began.",
    "receiving_view": "Every action of the plan is done.",
}


class Prepared:
    """A case of Reading that its people have taken some way."""

    def __init__(self, concord: ConcordApp) -> None:
        """Raise a difference between the school and the council."""
        self._concord = concord
        raised = concord.raise_case()
        self.reference = raised.reference
        self.witness = Witness(concord.engine, raised.case_id)

    def climb(self, until: str) -> Self:
        """Go up, level by level, until this step is open."""
        for element_id, role, outcome in LADDER:
            if element_id == until:
                break
            self.complete(element_id, role, **outcome)
        return self

    def complete(self, element_id: str, role: str, agency: str = SCHOOL, **given: Any) -> Self:
        """Complete an open step; what is not given is filled in."""
        actor = self._concord.actor(role, agency)
        task_id = self.open_task(element_id)
        answers = self._concord.answers_to(actor, task_id, **given)
        answers = {key: SAYS.get(key, answer) for key, answer in answers.items()}
        complete_user_task(self._concord.engine, actor, task_id, answers, remarks=ANY_REASON)
        return self

    def report_danger(self) -> Self:
        """Let the school’s practitioner alert their own agency."""
        actor = self._concord.actor("practitioner", SCHOOL)
        send_message(self._concord.engine, actor, self.reference, DANGER_MESSAGE)
        return self

    def end(self) -> Self:
        """Resolve it at the first step, and let both agencies confirm."""
        self.complete("Task_S0_Discuss", "practitioner", s0_outcome="resolved")
        for agency in (SCHOOL, COUNCIL):
            self.complete("RS_Task_Record", "practitioner", agency, confirms_outcome="yes")
        return self

    def open_task(self, element_id: str) -> UUID:
        """Return the open task of a step."""
        return self.witness.tasks(element_id)[0].id

    def last_task(self, element_id: str) -> UUID:
        """Return the closed task of a step."""
        return self.witness.tasks(element_id, is_open=False)[-1].id


def prepare_places(site: Site) -> dict[str, str]:
    """Take cases to every point of the way; return their references and tasks by name."""
    concord = site.concord
    places = _overdue(site) | _with_managers(concord) | _elsewhere(concord)
    places |= _danger(concord) | _ended(concord)
    work_once(concord.engine)
    with concord.engine.open_reading() as work:
        procedure = work.session.scalars(select(ProcessDefinition.id)).first()
    places |= {"procedure": str(procedure), "procedure_draft": _procedure_draft(concord)}
    places |= _editions(concord) | _trial_run(concord)
    places |= prepare_directory(concord) | prepare_operations(concord)
    return places | prepare_workshop(concord) | prepare_forms(concord)


def _editions(concord: ConcordApp) -> dict[str, str]:
    """Return the oldest version of Berkshire's procedure, and it with the newest, to compare."""
    reader = concord.actor("practitioner", SCHOOL)
    with concord.engine.open_reading() as work:
        rows = list_definitions(concord.engine, work, reader, key="berkshire_escalation")
    older, newer = rows[-1].id, rows[0].id
    return {"older_edition": str(older), "two_editions": f"old={older}&new={newer}"}


def _procedure_draft(concord: ConcordApp) -> str:
    """Prepare a draft of Berkshire's newest edition."""
    editor = concord.actor("editor", "berkshire-partnership")
    with concord.engine.open_reading() as work:
        rows = list_definitions(concord.engine, work, editor, key="berkshire_escalation")
    return str(begin_draft(concord.engine, editor, rows[0].id))


def _trial_run(concord: ConcordApp) -> dict[str, str]:
    """Prepare a trial run in which a limit has passed and danger was reported."""
    editor = concord.actor("editor", "berkshire-partnership")
    with concord.engine.open_reading() as work:
        rows = list_definitions(concord.engine, work, editor, key="berkshire_escalation")
    source = RunSource(process_definition_id=rows[0].id)
    tryer = Tryer(concord.engine, editor, berkshire_bundle(), source).begin(MONDAY)
    tryer.take("Task_S0_Raise")
    tryer.alert()
    tryer.let_limit_pass()
    return {"trial_run": str(tryer.run_id)}


def _overdue(site: Site) -> dict[str, str]:
    """Prepare a step whose limit has passed; everything else begins after it."""
    late = Prepared(site.concord).climb("Task_S1_Contact")
    task_id = str(late.open_task("Task_S1_Contact"))
    engine, clock = site.concord.engine, site.clock
    pass_time(engine, clock.set, clock.now() + timedelta(hours=30))
    return {"late_case": late.reference, "late": task_id}


def _with_managers(concord: ConcordApp) -> dict[str, str]:
    """Prepare steps that wait: one untouched, one with a draft, one claimed, one higher up."""
    engine = concord.engine
    discussion = Prepared(concord)
    drafted = Prepared(concord).climb("Task_S1_Contact")
    claimed = Prepared(concord).climb("Task_S1_Contact")
    second = Prepared(concord).climb("Task_S2_Contact")
    higher = Prepared(concord).climb("Task_S3_Contact")
    manager = concord.actor("line-manager", COUNCIL)
    save_draft(engine, manager, drafted.open_task("Task_S1_Contact"), SAYS)
    claim_user_task(engine, manager, claimed.open_task("Task_S1_Contact"))
    raising = ("raising", "raising_wrong", "raising_asked")
    return {
        **{name: str(concord.start_case().user_task_id) for name in raising},
        "discussion_case": discussion.reference,
        "discussion": str(discussion.open_task("Task_S0_Discuss")),
        "drafted": str(drafted.open_task("Task_S1_Contact")),
        "claimed_case": claimed.reference,
        "claimed": str(claimed.open_task("Task_S1_Contact")),
        "second": str(second.open_task("Task_S2_Contact")),
        "higher_case": higher.reference,
        "higher": str(higher.open_task("Task_S3_Contact")),
    }


def _elsewhere(concord: ConcordApp) -> dict[str, str]:
    """Prepare a case of Tees, whose procedure takes messages, and somebody who is away."""
    raiser = concord.actor("practitioner", "middlesbrough-school")
    started = start_case(concord.engine, raiser, area_key="middlesbrough")
    given = {"immediate_harm": "no", "receiving_agency": "middlesbrough-council"}
    answers = concord.answers_to(raiser, started.user_task_id, **given)
    complete_user_task(concord.engine, raiser, started.user_task_id, answers)
    absent = concord.actor("next-level-manager", COUNCIL)
    now = concord.engine.clock.now()
    arrange_absence(
        concord.engine,
        absent,
        person_id=absent.person_id,
        deputy_id=concord.actor("senior-manager", COUNCIL).person_id,
        starts_at=now,
        ends_at=now + timedelta(days=7),
    )
    return {"tees_case": started.reference}


def _danger(concord: ConcordApp) -> dict[str, str]:
    danger = Prepared(concord).report_danger()
    return {"danger_case": danger.reference, "danger": str(danger.open_task("Task_Danger_Act"))}


def _ended(concord: ConcordApp) -> dict[str, str]:
    """Prepare a case that has ended, one that was closed, and one that waits for one agency."""
    ended, closed, half = Prepared(concord).end(), Prepared(concord), Prepared(concord)
    actor = concord.actor("practitioner", SCHOOL)
    reason = {
        "close_reason": "raised_in_error",
        "still_at_risk": "no",
        "close_words": "Raised twice by mistake.",
    }
    close_case(concord.engine, actor, closed.reference, reason)
    half.complete("Task_S0_Discuss", "practitioner", s0_outcome="resolved")
    half.complete("RS_Task_Record", "practitioner", confirms_outcome="yes")
    return {
        "ended_case": ended.reference,
        "sent": str(ended.last_task("Task_S0_Discuss")),
        "closed_case": closed.reference,
        "half_case": half.reference,
        "half": str(half.open_task("RS_Task_Record")),
    }
