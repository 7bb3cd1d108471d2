"""What the engine refuses to do. Each error has a code; `api/errors.py` maps codes to HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class EngineError(Exception):
    """Base of every refusal. `str()` is a sentence that may be shown to the person."""

    code = "engine_error"


class SettingsError(EngineError):
    """A setting is missing or wrong, so that Concord refuses to start."""

    code = "settings_wrong"


class NotFoundError(EngineError):
    """There is no such thing, or the person may not know that there is."""

    code = "not_found"

    def __init__(self, kind: str, key: object) -> None:
        """Say which `kind` of thing was looked for, and its `key`."""
        self.kind = kind
        self.key = key
        super().__init__(f"There is no {kind} {key}, or you may not see it.")


class NotAllowedError(EngineError):
    """The person sees the thing but may not do this with it."""

    code = "not_allowed"


class TaskMovedOnError(EngineError):
    """The user task is no longer open. What the person typed has been kept."""

    code = "task_moved_on"

    def __init__(self, *, task_name: str, by: str | None, at: datetime | None, reason: str) -> None:
        """Say what happened to the task: `reason` is a short clause, `by` a person's name."""
        self.task_name = task_name
        self.by = by
        self.at = at
        self.reason = reason
        super().__init__(
            f"“{task_name}” is no longer open: {reason}. What you typed has been kept."
        )


class TaskClaimedError(EngineError):
    """Somebody else has claimed the user task."""

    code = "task_claimed"

    def __init__(self, *, by: str, at: datetime) -> None:
        """Say who holds the claim, and since when."""
        self.by = by
        self.at = at
        super().__init__(f"{by} is working on this task.")


class DraftChangedError(EngineError):
    """The draft was saved from somewhere else since the person last saw it. Nothing was written."""

    code = "draft_changed"

    def __init__(self, *, at: datetime) -> None:
        """Say when the draft was saved that would be overwritten."""
        self.at = at
        super().__init__(
            "This form was saved in another tab or on another device since you opened it here."
        )


class DraftMovedOnError(EngineError):
    """Somebody saved the procedure draft since the person last saw it. Nothing was written."""

    code = "draft_moved_on"

    def __init__(self, *, by: str, at: datetime, revision: int) -> None:
        """Say who saved it, when, and which revision is the newest now."""
        self.by = by
        self.at = at
        self.revision = revision
        super().__init__(
            f"{by} saved this draft since you opened it, as revision {revision}. "
            "Nothing of theirs was overwritten, and yours was not saved."
        )


class FieldProblem(Protocol):
    """One wrong answer: `forms.errors.FieldError` has this shape."""

    @property
    def key(self) -> str:
        """Key of the field."""
        ...

    @property
    def message(self) -> str:
        """What is wrong, in plain words."""
        ...

    @property
    def anchor(self) -> str:
        """The id of the input to go to."""
        ...


class AnswersInvalidError(EngineError):
    """Answers that the form refuses; one problem per field. The answers were kept as a draft."""

    code = "answers_invalid"

    def __init__(self, errors: Sequence[FieldProblem]) -> None:
        """Carry the field problems."""
        self.errors = tuple(errors)
        super().__init__("Some answers need to be changed.")


class AnswerQuestion(Protocol):
    """One question about an answer: `engine.runtime.questions.Question` has this shape."""

    @property
    def key(self) -> str:
        """Key of the field."""
        ...

    @property
    def kind(self) -> str:
        """What it looks like: a name, a date of birth, an NHS number, a case that is open."""
        ...

    @property
    def message(self) -> str:
        """The question in plain words, with the words that were found."""
        ...

    @property
    def anchor(self) -> str:
        """The id of the input to go to."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """The passages that were found."""
        ...


class AnswersQuestionedError(EngineError):
    """Answers that wait for a second look: to be changed, or kept with a reason.

    They were kept as a draft. Sent again with `kept_reasons` they are accepted.
    """

    code = "answers_questioned"

    def __init__(self, questions: Sequence[AnswerQuestion]) -> None:
        """Carry the questions."""
        self.errors = tuple(questions)
        super().__init__("Some answers may not belong here. Change them, or say why they stay.")


class StepRefusedError(EngineError):
    """The procedure could not go on after this submit; an incident holds the answers."""

    code = "step_failed"

    def __init__(self, incident_id: int) -> None:
        """Name the incident."""
        self.incident_id = incident_id
        super().__init__(
            "The procedure could not go on. Your answers are kept, and the administrators have "
            f"been told (incident {incident_id})."
        )


class MessageFailedError(EngineError):
    """What a message begins could not begin; an incident was recorded."""

    code = "message_failed"

    def __init__(self, incident_id: int) -> None:
        """Name the incident."""
        self.incident_id = incident_id
        super().__init__(
            "This could not be sent. If a child may be harmed now, ring 999 and telephone your "
            f"safeguarding lead. The administrators have been told (incident {incident_id})."
        )


class DeploymentProblem(Protocol):
    """One finding of a deployment check: `engine.definitions.problem.Problem` has this shape."""

    @property
    def message(self) -> str:
        """What is wrong, in plain words."""
        ...


class DeploymentRefusedError(EngineError):
    """A bundle with errors: nothing of it was deployed."""

    code = "deployment_refused"

    def __init__(self, problems: Sequence[DeploymentProblem]) -> None:
        """Carry the problems."""
        self.problems = tuple(problems)
        super().__init__(f"Nothing was deployed: {len(self.problems)} problem(s) found.")


class IdempotencyKeyReusedError(EngineError):
    """The same idempotency key came with another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        """Say so in words."""
        super().__init__("This idempotency key was used before for another request.")


class InputRefusedError(EngineError):
    """A value outside a form is wrong (a date, an area, a cursor …)."""

    code = "input_refused"


class RecordNotMadeError(EngineError):
    """The record of a case could not be made as a file; the case itself is as it was."""

    code = "record_not_made"

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            "The record could not be made just now. Nothing is lost: the page of the case shows "
            "the same. Try again in a minute; if it happens again, tell your administrators."
        )


class DocumentNotMadeError(EngineError):
    """The documentation of a procedure could not be made as a file; the procedure is as it was."""

    code = "document_not_made"

    def __init__(self) -> None:
        """Say what to do instead."""
        super().__init__(
            "The file could not be made just now. The page of the procedure shows the same, and "
            "can be printed. Try again in a minute."
        )


class ReportNotMadeError(EngineError):
    """A report that is not counted yet, or not made as a file; what it counts is as it was."""

    code = "report_not_made"


ERRORS: tuple[type[EngineError], ...] = (
    SettingsError,
    NotFoundError,
    NotAllowedError,
    TaskMovedOnError,
    TaskClaimedError,
    DraftMovedOnError,
    AnswersInvalidError,
    AnswersQuestionedError,
    StepRefusedError,
    MessageFailedError,
    DeploymentRefusedError,
    IdempotencyKeyReusedError,
    InputRefusedError,
    RecordNotMadeError,
    DocumentNotMadeError,
    ReportNotMadeError,
)


class OperationRefusedError(EngineError):
    """It cannot be done safely with this process instance. Nothing has changed."""

    code = "operation_refused"
