"""The form for a new password: Flask-Security's, slowed down for those who guess."""

from typing import Any

from flask_security import current_user
from flask_security.forms import ChangePasswordForm
from typing_extensions import override

from api.attempts import begin_attempt


class ChangeForm(ChangePasswordForm):
    """Asks for the password of now and for the new one.

    Guesses count as at the log-in: a computer that was left open must not give a password away.
    """

    @override
    def validate(self, **kwargs: Any) -> bool:
        attempt = begin_attempt(current_user.email)
        is_valid = bool(super().validate(**kwargs))
        if is_valid:
            attempt.succeed()
        return is_valid
