"""What each agency of a case has said for itself, so that both positions stand side by side."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.cases import Participant, find_case, participants
from engine.queries.submissions import WrittenText, list_submissions
from engine.vocabulary import AgencySide, ParticipantSide
from forms.fields.field import OWN_AGENCY

VIEWS: Final[Mapping[str, ParticipantSide]] = {
    "raising_view": ParticipantSide.RAISING,
    "receiving_view": ParticipantSide.RECEIVING,
}
"""The questions of joint steps that hold one side's view, whoever of the two writes it down."""
OWN_WORDS: Final = "textarea"
"""The type of the fields in which people write whole sentences."""
_JOINT: Final = frozenset({AgencySide.BOTH, AgencySide.EITHER})


@dataclass(frozen=True)
class StatedText:
    """One answer in somebody's own words."""

    key: str
    label: str
    text: str
    kept_reason: str
    """Why something stays that looks like personal data; empty when nothing was asked."""


@dataclass(frozen=True)
class Statement:
    """What an agency said at one step, or what was written down there as its view."""

    task_id: uuid.UUID
    element_id: str
    task_name: str
    stage_title: str
    person_name: str
    written_for: str
    """The agency of the person who wrote it: at a joint step it may be the other one."""
    written_at: datetime
    is_joint: bool
    """Whether it was recorded for both, and shows nobody's own view."""
    is_withheld: bool
    """Whether the reader's own agency has to answer before this can be read."""
    texts: tuple[StatedText, ...]


@dataclass(frozen=True)
class Position:
    """Everything that one agency has said, the newest first."""

    agency_key: str
    agency_name: str
    side: str
    statements: tuple[Statement, ...]


def load_positions(
    engine: Engine, work: UnitOfWork, actor: Actor, reference: str
) -> tuple[Position, ...]:
    """Return the position of each agency of a case: raising, receiving, others by name.

    Raises:
        NotFoundError: there is no such case, or the actor may not see it.
    """
    case = find_case(work, actor, reference)
    compiled = engine.definitions.compiled(work, case.process_definition_id)
    agencies = participants(work, [case.id]).get(case.id, ())
    written = list_submissions(engine, work, actor, reference)
    return positions_in(compiled, agencies, written)


def positions_in(
    compiled: CompiledBundle, agencies: Sequence[Participant], written: Sequence[WrittenText]
) -> tuple[Position, ...]:
    """Return the positions in what the reader may read of a case, in the order of sending.

    A step of one agency holds that agency's words. A joint step holds views: the questions in
    `VIEWS`, and those that the raising agency has answered on its own before. Where an agency has
    nothing of its own, what it recorded for both stands instead.
    """
    newest = [text for text in reversed(written) if not text.is_danger]
    asked = _asked_of_raising(newest)
    return tuple(
        Position(agency.agency_key, agency.agency_name, agency.side, statements)
        for agency in agencies
        for statements in (_statements(compiled, agency, newest, asked),)
    )


def _asked_of_raising(written: Iterable[WrittenText]) -> frozenset[str]:
    """Return the questions that the raising agency has answered on its own."""
    return frozenset(
        key for text in written if text.agency_side == AgencySide.RAISING for key in text.answers
    )


def _statements(
    compiled: CompiledBundle,
    agency: Participant,
    newest: Sequence[WrittenText],
    asked: frozenset[str],
) -> tuple[Statement, ...]:
    own = {key for key, side in VIEWS.items() if side == agency.side}
    if agency.side == ParticipantSide.RAISING:
        own |= asked
    found = [
        _statement(compiled, text, own if text.agency_side in _JOINT else None)
        for text in newest
        if text.agency_side in _JOINT or _speaks_for(agency, text)
    ]
    said = [one for one in found if one.texts or one.is_withheld]
    return tuple(said or _recorded_for_both(compiled, agency, newest))


def _recorded_for_both(
    compiled: CompiledBundle, agency: Participant, newest: Iterable[WrittenText]
) -> Iterator[Statement]:
    for text in newest:
        if text.agency_side in _JOINT and text.agency_key == agency.agency_key:
            statement = _statement(compiled, text, None)
            if statement.texts:
                yield statement


def _speaks_for(agency: Participant, text: WrittenText) -> bool:
    if text.agency_side == AgencySide.PARTNERSHIP:
        # Who chairs a meeting speaks for no agency, whichever they work for.
        return False
    # An agency that was replaced spoke for the side on which another one stands now.
    return agency.agency_key == text.agency_key or agency.side == text.agency_side


def _statement(compiled: CompiledBundle, text: WrittenText, keys: set[str] | None) -> Statement:
    """Return what a text says; `keys`: only these questions."""
    is_joint = keys is None and text.agency_side in _JOINT
    return Statement(
        task_id=text.task_id,
        element_id=text.element_id,
        task_name=text.task_name,
        stage_title=text.stage_title,
        person_name=text.person_name,
        written_for=text.agency_name,
        written_at=text.written_at,
        is_joint=is_joint,
        is_withheld=text.is_withheld,
        texts=tuple(_texts(compiled, text, keys)),
    )


def _texts(
    compiled: CompiledBundle, text: WrittenText, keys: set[str] | None
) -> Iterator[StatedText]:
    form = compiled.forms.get(text.form_key)
    for key, field in form.questions.items() if form else ():
        is_said = field.type == OWN_WORDS and field.visible_to != OWN_AGENCY
        if is_said and text.answers.get(key) and (keys is None or key in keys):
            reason = text.kept_reasons.get(key, "")
            yield StatedText(key, field.label, str(text.answers[key]), reason)
