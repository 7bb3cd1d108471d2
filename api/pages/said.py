"""What people wrote at one step, ready to be shown: positions side by side, then the rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.pages.naming import name_in_words
from api.pages.wording import moment_in_words
from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.case_details import load_case
from engine.queries.cases import Participant
from engine.queries.chosen_names import chosen_names
from engine.queries.positions import OWN_WORDS, VIEWS
from engine.queries.submissions import DRAFT, WrittenText
from engine.queries.tasks import OtherDraft
from engine.vocabulary import SubmissionState
from forms.definition import FormDefinition
from forms.rendering import render_answers

HOW_KEPT = {
    DRAFT: "not sent",
    SubmissionState.MOVED_ON: "sent after the step had closed",
    SubmissionState.FAILED: "sent, but the procedure could not go on",
}

AFTER_OWN = "You can read this when your own agency has sent its answers to this step."

LabelledText = tuple[str, str]


@dataclass(frozen=True)
class Position:
    """One agency's view."""

    agency: str
    text: str


@dataclass(frozen=True)
class Said:
    """What one person wrote at one step."""

    title: str
    writer: str
    positions: tuple[Position, ...]
    texts: tuple[LabelledText, ...]
    """What was written in the person's own words."""
    facts: tuple[LabelledText, ...]
    """What was chosen or is short: dates, options, numbers."""
    note: str = ""
    """Why nothing of it is shown."""


@dataclass(frozen=True)
class SaidPresenter:
    """Turns answers of one case into text, while its transaction is open.

    `sides` are the agencies’ names by the key of their view.
    """

    work: UnitOfWork
    compiled: CompiledBundle
    sides: Mapping[str, str]
    now: datetime
    participants: tuple[Participant, ...] = ()

    def present(self, written: WrittenText, *, without: Collection[str] = ()) -> Said:
        """Return a submission, or a text that was kept.

        `without`: questions whose answers the page shows elsewhere.
        """
        kept = HOW_KEPT.get(written.state)
        when = moment_in_words(written.written_at, self.now)
        writer = f"{written.person_name}, {when}"
        if written.is_withheld:
            return Said(written.task_name, writer, (), (), (), note=AFTER_OWN)
        return self._said(
            written.task_name,
            f"{writer} ({kept})" if kept else writer,
            written.form,
            {key: one for key, one in written.reasoned_answers.items() if key not in without},
        )

    def present_draft(self, draft: OtherDraft, form: FormDefinition) -> Said:
        """Return somebody's unsent draft of the task that is shown."""
        when = moment_in_words(draft.saved_at, self.now)
        title = f"Draft of {draft.person_name}"
        return self._said(title, f"{draft.agency_name}, last changed {when}", form, draft.answers)

    def labelled(self, form: FormDefinition, answers: Mapping[str, Any]) -> list[LabelledText]:
        """Return answers with their labels, and names instead of the directory's keys.

        Answers that the form does not know come last: they were typed into another version of it.
        """
        context = chosen_names(self.work, form, answers)
        known = render_answers(form, answers, context=context, visible=tuple(answers))
        strays = {key: one for key, one in answers.items() if key not in form.questions}
        return [*known, *unlabelled(strays)]

    def _said(
        self, title: str, writer: str, form: FormDefinition | None, answers: Mapping[str, Any]
    ) -> Said:
        if form is None:
            return Said(title, writer, (), tuple(unlabelled(answers)), ())
        rest = {key: value for key, value in answers.items() if key not in VIEWS}
        texts = {key: value for key, value in rest.items() if _is_own_words(form, key)}
        facts = {key: value for key, value in rest.items() if key not in texts}
        return Said(
            title,
            writer,
            positions=tuple(self._positions(answers)),
            texts=tuple(self.labelled(form, texts)),
            facts=tuple(self.labelled(form, facts)),
        )

    def _positions(self, answers: Mapping[str, Any]) -> Iterator[Position]:
        for key, side in VIEWS.items():
            if answers.get(key):
                name = self.sides.get(key, f"{side.capitalize()} agency")
                yield Position(name, str(answers[key]))


def presenter_of(engine: Engine, work: UnitOfWork, actor: Actor, reference: str) -> SaidPresenter:
    """Return the presenter for one case."""
    case = load_case(engine, work, actor, reference)
    return SaidPresenter(
        work=work,
        compiled=engine.definitions.compiled(work, case.process_definition_id),
        sides={f"{agency.side}_view": agency.agency_name for agency in case.participants},
        now=engine.clock.now(),
        participants=case.participants,
    )


def latest_first(written: Sequence[WrittenText]) -> list[WrittenText]:
    """Return the texts that belong to the difference itself, the newest first."""
    return [text for text in reversed(written) if not text.is_danger]


def lead_first(said: Sequence[Said]) -> tuple[Said, ...]:
    """Return what was said with the newest that says something in whole sentences at the front.

    A confirmation of two ticks must not hide the decision that it confirms.
    """
    lead = next((one for one in said if one.positions or one.texts), None)
    return (lead, *(one for one in said if one is not lead)) if lead else tuple(said)


def unlabelled(answers: Mapping[str, Any]) -> list[LabelledText]:
    """Return answers to questions that are gone, each with a label made from its key."""
    return [(name_in_words(key), _plain(answer)) for key, answer in answers.items()]


def _plain(answer: Any) -> str:
    return ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer)


def _is_own_words(form: FormDefinition, key: str) -> bool:
    return key in form.questions and form.field(key).type == OWN_WORDS
