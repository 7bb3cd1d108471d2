"""Makes any text fit for a file of a word processor."""

import re

_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


def readable(text: str) -> str:
    """Return a text with ordinary line ends, and `�` for what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
