"""Attempts at a password, wherever one is asked for; who fails too often has to wait."""

from dataclasses import dataclass
from math import ceil

from flask import request
from werkzeug.exceptions import TooManyRequests

from api.extensions import current_engine
from api.throttle import LogInThrottle


@dataclass(frozen=True)
class Attempt:
    """Somebody is trying a password."""

    throttle: LogInThrottle
    email: str
    address: str

    def succeed(self) -> None:
        """Forget this attempt and those before: the password was right."""
        self.throttle.succeed(self.email, self.address)


def begin_attempt(email: str) -> Attempt:
    """Count an attempt at somebody's password, from where this request comes.

    Raises:
        TooManyRequests: there were too many; whoever it is has to wait.
    """
    attempt = Attempt(LogInThrottle(current_engine()), email, request.remote_addr or "")
    wait = attempt.throttle.begin_attempt(attempt.email, attempt.address)
    if wait:
        seconds = ceil(wait.total_seconds())
        raise TooManyRequests(
            f"Too many attempts with a password. Wait {seconds} seconds, then try again.",
            retry_after=seconds,
        )
    return attempt
