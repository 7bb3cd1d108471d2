"""The words that the engine stores and compares; docs/glossary.md explains them."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

DANGER_MESSAGE = "ImmediateDanger"
"""The BPMN message that reports a child in immediate danger, the same in every procedure."""
ALERT_PATIENCE = timedelta(minutes=10)
"""How long the e-mail of a danger alert may be on its way before others are told."""


class Role(StrEnum):
    """What a person may act as, always for one agency."""

    PRACTITIONER = "practitioner"
    LINE_MANAGER = "line-manager"
    NEXT_LEVEL_MANAGER = "next-level-manager"
    SENIOR_MANAGER = "senior-manager"
    DEPARTMENTAL_HEAD = "departmental-head"
    MEETING_CHAIR = "meeting-chair"
    SAFEGUARDING_LEAD = "safeguarding-lead"
    SAFEGUARDING_SUPERVISOR = "safeguarding-supervisor"
    """Also a Named Nurse."""
    DESIGNATED_LEAD = "designated-lead"
    """A designated or named professional for safeguarding."""
    SERVICE_MANAGER = "service-manager"
    TEAM_MANAGER = "team-manager"
    """The Social Work Team Manager."""
    MANAGEMENT_COMMITTEE = "management-committee"
    """A member of it, in a voluntary, community or faith organisation."""
    INDEPENDENT_REVIEWING_OFFICER = "independent-reviewing-officer"
    AGENCY_REPRESENTATIVE = "agency-representative"
    """Who speaks for an agency in the partnership."""
    BUSINESS_MANAGER = "business-manager"
    PROCEDURES_GROUP = "procedures-group"
    """Hears of learning and gaps, and never sees a case."""
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


class AgencySide(StrEnum):
    """Which of a case's agencies a task or a notice is for."""

    RAISING = "raising"
    RECEIVING = "receiving"
    BOTH = "both"
    EITHER = "either"
    EACH = "each"
    REPORTER = "reporter"
    SOCIAL_CARE = "social_care"
    """Children's Social Care of the child's area, whichever side it is on, or none."""
    PARTNERSHIP = "partnership"


class ParticipantSide(StrEnum):
    """Where an agency stands in one case."""

    RAISING = "raising"
    RECEIVING = "receiving"
    OTHER = "other"


class InstanceState(StrEnum):
    """Life of a process instance. There is no "running": a step is one transaction."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    """An administrator holds it: nobody completes its tasks, and its timers do not fire."""
    ENDED = "ended"


class TaskState(StrEnum):
    """Life of a user task."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class SubmissionState(StrEnum):
    """What became of the answers that somebody sent."""

    ACCEPTED = "accepted"
    MOVED_ON = "moved_on"
    FAILED = "failed"


class LimitVerdict(StrEnum):
    """Whether a limit was kept. What counts is when it happened, not when it was recorded."""

    RUNNING = "running"
    OVERDUE = "overdue"
    KEPT = "kept"
    RECORDED_LATE = "recorded_late"
    """It happened in time, and was recorded after the limit."""
    LATE = "late"


LIMIT_VERDICTS: Mapping[LimitVerdict | None, str] = {
    LimitVerdict.RUNNING: "Running",
    LimitVerdict.OVERDUE: "Overdue",
    LimitVerdict.KEPT: "Kept",
    LimitVerdict.RECORDED_LATE: "In time, recorded late",
    LimitVerdict.LATE: "Late",
    None: "No longer needed",
}
"""The verdicts in words; None: what the limit was for is no longer needed."""


class Closing(StrEnum):
    """Why a case was closed outside its procedure."""

    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    MOVED = "moved"
    """The child moved to another area, or the case to another procedure."""
    NO_LONGER_KNOWN = "no_longer_known"
    RAISED_IN_ERROR = "raised_in_error"
    OTHER_ROUTE = "other_route"
    """Dealt with as a complaint, by whistleblowing or by the designated officer."""
    ADMINISTRATIVE = "administrative"
    """An administrator ended its process; nobody of the case chose it, and it is no outcome."""


CLOSINGS: Mapping[str, str] = {
    Closing.WITHDRAWN: "withdrawn",
    Closing.DUPLICATE: "duplicate",
    Closing.MOVED: "moved",
    Closing.NO_LONGER_KNOWN: "child no longer known",
    Closing.RAISED_IN_ERROR: "raised in error",
    Closing.OTHER_ROUTE: "dealt with by another route",
    Closing.ADMINISTRATIVE: "ended by an administrator",
}
"""The reasons in words, as pages, notices and refusals say them."""


class CaseLinkKind(StrEnum):
    """How a case belongs to an earlier one."""

    DUPLICATE = "duplicate"
    MOVED = "moved"
    RAISED_AGAIN = "raised_again"
    SAME_CHILD = "same_child"


CASE_LINKS: Mapping[tuple[CaseLinkKind, bool], str] = {
    (CaseLinkKind.DUPLICATE, True): "Dealt with in",
    (CaseLinkKind.DUPLICATE, False): "Duplicate of this case",
    (CaseLinkKind.MOVED, True): "Moved here from",
    (CaseLinkKind.MOVED, False): "Moved on to",
    (CaseLinkKind.RAISED_AGAIN, True): "Raised again after",
    (CaseLinkKind.RAISED_AGAIN, False): "Raised again as",
    (CaseLinkKind.SAME_CHILD, True): "Another case of the same child",
    (CaseLinkKind.SAME_CHILD, False): "Another case of the same child",
}
"""How another case belongs to this one: by kind, and whether the other case is the earlier one."""


class CommentKind(StrEnum):
    """What a text beside the forms is."""

    COMMENT = "comment"
    HAND_OVER = "hand_over"
    """A note to the colleague who goes on with a task."""


class IncidentState(StrEnum):
    """Life of an incident."""

    OPEN = "open"
    RESOLVED = "resolved"
    IGNORED = "ignored"
    """Left as it is, for a reason that the history keeps."""


class NotificationState(StrEnum):
    """Life of a notification or of one delivery of it."""

    PENDING = "pending"
    SENT = "sent"
    SHOWN = "shown"
    """An e-mail of a demonstration: shown on the case instead of sent."""
    FAILED = "failed"


class Happening(StrEnum):
    """Kinds of history events, in the past tense."""

    CASE_RAISED = "case_raised"
    CASE_ENDED = "case_ended"
    INSTANCE_STARTED = "instance_started"
    INSTANCE_ADVANCED = "instance_advanced"
    INSTANCE_ENDED = "instance_ended"
    CASE_CLOSED = "case_closed"
    CLOSING_ASKED = "closing_asked"
    CASES_LINKED = "cases_linked"
    CASE_JOINED = "case_joined"
    AGENCIES_CHANGED = "agencies_changed"
    TASK_OPENED = "task_opened"
    TASK_CLAIMED = "task_claimed"
    TASK_RELEASED = "task_released"
    TASK_HANDED_OVER = "task_handed_over"
    TASK_COMPLETED = "task_completed"
    TASK_CANCELLED = "task_cancelled"
    TASK_HANDED_ON = "task_handed_on"
    COMMENT_WRITTEN = "comment_written"
    NOBODY_TO_ACT = "nobody_to_act"
    SUBMISSION_MISSED = "submission_missed"
    TIMER_FIRED = "timer_fired"
    MESSAGE_RECEIVED = "message_received"
    NOTIFICATION_QUEUED = "notification_queued"
    DELIVERY_FAILED = "delivery_failed"
    """Of a danger alert; that of another notice stands with the notice alone."""
    INCIDENT_RAISED = "incident_raised"
    INCIDENT_RESOLVED = "incident_resolved"
    INSTANCE_MIGRATED = "instance_migrated"
    """It goes on in another version of its procedure."""
    OPERATION_DONE = "operation_done"
    """An administrator acted on the instance; `details` says how and in which operation."""
    OPERATION_UNDONE = "operation_undone"
    CASE_OPENED = "case_opened"
    """An administrator opened the case to read what people wrote; why stands with the opening."""


class FilteredList(StrEnum):
    """The lists whose filters people keep under a name."""

    INBOX = "inbox"
    INSTANCES = "instances"


class OperationKind(StrEnum):
    """What an administrator can do with process instances."""

    SUSPEND = "suspend"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    CORRECT_VALUE = "correct_value"
    COMPLETE_STEP = "complete_step"
    SKIP_STEP = "skip_step"
    MOVE_TOKEN = "move_token"  # noqa: S105 - a token of BPMN
    GO_BACK = "go_back"
    FIRE_TIMER = "fire_timer"
    CHANGE_DUE = "change_due"
    RECALCULATE_DUE = "recalculate_due"
    REASSIGN = "reassign"
    RELEASE = "release"
    CHANGE_PARTICIPANT = "change_participant"
    SEND_MESSAGE = "send_message"
    MIGRATE = "migrate"


class ItemState(StrEnum):
    """How far an operation has come with one process instance."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    """It could not be done safely; `outcome` says why, and nothing has changed."""
    FAILED = "failed"
    """Something unexpected; nothing has changed."""
    UNDONE = "undone"


class ProcedureDraftState(StrEnum):
    """Life of a procedure draft."""

    EDITING = "editing"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class ReviewDecision(StrEnum):
    """What became of a draft that was submitted."""

    APPROVED = "approved"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    """By somebody's word, or because something was saved since."""


class ScenarioRunState(StrEnum):
    """Life of a run of a draft's scenarios."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    """By somebody, by its time limit, or because the server that played it died."""
