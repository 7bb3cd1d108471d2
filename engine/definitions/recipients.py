"""Who a notification is for, as diagrams write it: `line-manager of both; business-manager`."""

from dataclasses import dataclass

from engine.vocabulary import AgencySide, Role

CASE_ROLES: tuple[Role, ...] = tuple(
    role for role in Role if role not in {Role.EDITOR, Role.ADMINISTRATOR}
)
"""Who can be told."""
LANE_ROLES: tuple[Role, ...] = tuple(role for role in CASE_ROLES if role != Role.PROCEDURES_GROUP)
"""Who can be asked to do something: whoever does sees the case."""
_MAX_LENGTH = 1_000


@dataclass(frozen=True)
class Recipient:
    """Everybody with one role, in the agencies of one side; no side is the partnership's office."""

    role: Role
    side: AgencySide | None


def parse_recipients(text: str) -> tuple[Recipient, ...]:
    """Read a list of recipients, parted by semicolons; the order stays, repeats are dropped.

    Raises:
        ValueError: nobody is named, or a role or a side is not known. The text is for people.
    """
    if len(text) > _MAX_LENGTH:
        message = f"The list of recipients is longer than {_MAX_LENGTH} characters."
        raise ValueError(message)
    entries = [" ".join(entry.split()) for entry in text.split(";")]
    recipients = [_recipient(entry) for entry in entries if entry]
    if not recipients:
        message = "The notification goes to nobody."
        raise ValueError(message)
    return tuple(dict.fromkeys(recipients))


def _recipient(entry: str) -> Recipient:
    name, separator, side = entry.partition(" of ")
    role = next((role for role in CASE_ROLES if role == name.strip()), None)
    if role is None:
        message = f"“{name}” is not a role. The roles are: {', '.join(CASE_ROLES)}."
        raise ValueError(message)
    recipient = Recipient(role, _side(side.strip()) if separator else None)
    if role is Role.PROCEDURES_GROUP and recipient.side is not None:
        message = f"“{role}” belongs to the partnership's office, not to a side: leave “of” away."
        raise ValueError(message)
    return recipient


def _side(name: str) -> AgencySide | None:
    side = next((side for side in AgencySide if side == name), None)
    if side is None:
        message = f"“{name}” is not a side. The sides are: {', '.join(AgencySide)}."
        raise ValueError(message)
    return None if side is AgencySide.PARTNERSHIP else side
