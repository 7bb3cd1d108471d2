"""The log-in form: Flask-Security's, slowed down for those who guess."""

from math import ceil
from typing import Any

from flask import request
from flask_security.forms import LoginForm
from typing_extensions import override
from werkzeug.exceptions import TooManyRequests

from api.extensions import current_engine
from api.throttle import LogInThrottle


class LogInForm(LoginForm):
    """Asks for e-mail address and password."""

    # Its cookie would outlive the server-side session, and could not be ended.
    remember = None

    @override
    def validate(self, **kwargs: Any) -> bool:
        throttle = LogInThrottle(current_engine())
        email, address = self.email.data or "", request.remote_addr or ""
        wait = throttle.begin_attempt(email, address)
        if wait:
            seconds = ceil(wait.total_seconds())
            raise TooManyRequests(
                f"Too many attempts to log in. Wait {seconds} seconds, then try again.",
                retry_after=seconds,
            )
        is_valid = bool(super().validate(**kwargs))
        if is_valid:
            throttle.succeed(email, address)
        return is_valid
