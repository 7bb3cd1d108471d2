"""What was chosen from lists in the forms of a case: the only answers that the report counts.

Texts, names, dates and what the partnership's office may not read stay sealed.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.cases import Case
from engine.persistence.tasks import SUBMISSION_LABEL, Submission
from engine.persistence.unit_of_work import UnitOfWork
from engine.reports.reported_case import Code
from engine.vocabulary import SubmissionState
from forms.definition import FormDefinition

FOR_THE_OFFICE = "case+bm"
"""The fields that the partnership's office may read; the report counts no others."""


def codes_by_task(
    engine: Engine, work: UnitOfWork, case: Case
) -> Mapping[uuid.UUID, Mapping[str, Code]]:
    """Return the chosen options by task and question.

    Each answer is read with the form of the version that asked: a case may have gone to another
    one since, which has other options or no such question.
    """
    query = select(
        Submission.user_task_id,
        Submission.form_key,
        Submission.answers,
        Submission.process_definition_id,
    ).where(Submission.case_id == case.id, Submission.state == SubmissionState.ACCEPTED)
    found = {}
    for task_id, form_key, sealed, version in work.session.execute(query):
        compiled = engine.definitions.compiled(work, version or case.process_definition_id)
        answers = engine.sealer.open_json(sealed, SUBMISSION_LABEL)
        found[task_id] = dict(_codes(compiled.forms.get(form_key), answers))
    return found


def _codes(form: FormDefinition | None, answers: Mapping[str, Any]) -> Iterator[tuple[str, Code]]:
    """Yield what was chosen from the options that a form itself lists."""
    for key, field in form.questions.items() if form else ():
        if field.visible_to != FOR_THE_OFFICE or key not in answers:
            continue
        known = {option.value for option in field.options}
        given = answers[key]
        if isinstance(given, str) and given in known:
            yield key, given
        elif isinstance(given, Sequence) and not isinstance(given, str):
            chosen = tuple(code for code in given if isinstance(code, str) and code in known)
            if chosen:
                yield key, chosen
