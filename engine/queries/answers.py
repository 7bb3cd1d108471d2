"""Opens sealed answers, and leaves out what the reader may not see."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.cases import Case
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency
from engine.persistence.tasks import (
    DRAFT_LABEL,
    REMARKS_LABEL,
    SUBMISSION_LABEL,
    Draft,
    Submission,
    UserTask,
)
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.held_back import hold_back
from engine.queries.own_agencies import own_agencies
from engine.queries.withholding import withheld_task_ids
from forms.definition import FormDefinition


@dataclass(frozen=True, eq=False)
class Reader:
    """Somebody who may see a case reads what was written in it.

    A field's property `visibleTo` decides: `own agency` is for the writer's agency, `case` for
    everybody in the case but the partnership's office, `case+bm` for the office too. A step's
    property `readable` may keep answers back until the reader's own agency has answered. The
    writer sees everything that they wrote.
    """

    engine: Engine
    work: UnitOfWork
    actor: Actor
    case: Case

    @cached_property
    def compiled(self) -> CompiledBundle:
        """The definition that the case follows."""
        return self.engine.definitions.compiled(self.work, self.case.process_definition_id)

    @cached_property
    def is_office_only(self) -> bool:
        """Tell whether the reader works for the partnership's office alone."""
        return self.work.once(("office only", self.actor), self._is_office_only)

    def _is_office_only(self) -> bool:
        query = select(Agency.key).where(
            Agency.key.in_(self.actor.agencies), Agency.sector != PARTNERSHIP_SECTOR
        )
        return self.work.session.scalars(query.limit(1)).first() is None

    @cached_property
    def withheld(self) -> frozenset[uuid.UUID]:
        """The tasks whose answers the reader may not read yet."""
        return self.work.once(
            ("withheld", self.actor, self.case.id),
            lambda: withheld_task_ids(self.work, self.actor, self.case, self.compiled),
        )

    def is_withheld(self, written: Submission | Draft) -> bool:
        """Tell whether the reader's own agency has to answer first."""
        is_own = written.person_id == self.actor.person_id
        return not is_own and written.user_task_id in self.withheld

    def read(self, written: Submission | Draft) -> Mapping[str, Any]:
        """Return the answers, without the fields that the reader may not see."""
        label = DRAFT_LABEL if isinstance(written, Draft) else SUBMISSION_LABEL
        answers: Mapping[str, Any] = self.engine.sealer.open_json(written.answers, label)
        if written.person_id == self.actor.person_id:
            return answers
        if self.is_withheld(written):
            return {}
        form = self.form_of(written)
        if form is None:
            return {}
        visible = dict(self._visible(answers, form, written.agency_key))
        if not self.is_office_only:
            return visible
        kept, now = self._kept_reasons(written), self.engine.clock.now()
        return hold_back(self.work, self.compiled, form, visible, kept=kept, now=now)

    def version_of(self, written: Submission | Draft) -> int:
        """Return the version whose form was answered: the case may have gone to another since."""
        own = written.process_definition_id if isinstance(written, Submission) else None
        return own or self.case.process_definition_id

    def form_of(self, written: Submission | Draft) -> FormDefinition | None:
        """Return the form that was answered, if it can be found."""
        compiled = self.engine.definitions.compiled(self.work, self.version_of(written))
        return compiled.forms.get(self._form_key(written))

    def kept_reasons(self, written: Submission | Draft) -> Mapping[str, str]:
        """Return by question why something stays, where the reader may read the answer itself."""
        reasons = self._kept_reasons(written)
        if not reasons or (self.is_office_only and written.person_id != self.actor.person_id):
            return {}
        answers = self.read(written)
        return {key: reason for key, reason in reasons.items() if key in answers}

    def _kept_reasons(self, written: Submission | Draft) -> Mapping[str, str]:
        if isinstance(written, Draft) or written.remarks is None:
            return {}
        remarks: Mapping[str, Any] = self.engine.sealer.open_json(written.remarks, REMARKS_LABEL)
        return dict(remarks.get("kept", {}))

    def _form_key(self, written: Submission | Draft) -> str:
        if isinstance(written, Submission):
            return written.form_key
        return self.work.session.get_one(UserTask, written.user_task_id).form_key

    def _visible(
        self, answers: Mapping[str, Any], form: FormDefinition, agency_key: str
    ) -> Iterator[tuple[str, Any]]:
        hidden = {"case"} if self.is_office_only else set()
        if agency_key not in own_agencies(self.work, self.actor, self.case.id):
            hidden.add("own agency")
        for key, field in form.questions.items():
            # A draft still has the hint that is kept apart: it is its writer's alone.
            if key in answers and field.visible_to not in hidden and not field.is_identity_hint:
                yield key, answers[key]
