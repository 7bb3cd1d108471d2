"""The log-in form: Flask-Security's, in our words, slowed down for those who guess."""

from collections.abc import Mapping
from typing import Any, Final

from flask_security.forms import LoginForm
from typing_extensions import override

from api.attempts import begin_attempt

MISSING: Final = {"email": "Enter your e-mail address", "password": "Enter your password"}
NOT_RIGHT: Final = "The e-mail address or the password is not right"
"""The same for somebody who is not there: nobody learns who has an account."""
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Enter the password", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("This is not your password", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": ("The new password must be a different one", "error"),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("The new password must be the same twice", "error"),
    "SECURITY_MSG_PASSWORD_INVALID_LENGTH": (
        "The new password must be %(length)s characters or more",
        "error",
    ),
}
"""Flask-Security's messages that people meet, in our words."""


class LogInForm(LoginForm):
    """Asks for e-mail address and password."""

    # Its cookie would outlive the server-side session, and could not be ended.
    remember = None

    @override
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.problems: Mapping[str, str] = {}
        """What has to be corrected, by field: Flask-Security tells everything alike."""

    @override
    def validate(self, **kwargs: Any) -> bool:
        self.problems = {
            name: words for name, words in MISSING.items() if not (self[name].data or "").strip()
        }
        if self.problems:
            return False
        attempt = begin_attempt(self.email.data)
        is_valid = bool(super().validate(**kwargs))
        if is_valid:
            attempt.succeed()
        elif self.email.errors or self.password.errors:
            self.problems = {"email": NOT_RIGHT}
        return is_valid
