"""Links by which somebody chooses a password: signed, for seven days, good for one use."""

from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from engine.directory.inviting import USED, Invitation
from engine.errors import InputRefusedError
from engine.settings import Settings

DAYS: Final = 7
_SALT: Final = "concord.invitation"
_SECONDS_OF_A_DAY: Final = 86_400


def invitation_url(settings: Settings, invitation: Invitation) -> str:
    """Return the address of the page on which the person chooses a password."""
    token = _signer(settings).dumps([invitation.person_id, invitation.state])
    return f"{settings.base_url.rstrip('/')}/invitation/{token}"


def read_invitation(settings: Settings, token: str) -> Invitation:
    """Return what a link is for.

    Raises:
        InputRefusedError: it is none of ours, or its time is over.
    """
    try:
        person_id, state = _signer(settings).loads(token, max_age=DAYS * _SECONDS_OF_A_DAY)
    except (BadData, ValueError, TypeError):
        raise InputRefusedError(USED) from None
    return Invitation(person_id, state)


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings.secret_key, salt=_SALT)
