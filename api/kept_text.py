"""Text of forms that came without a session (it had ended): kept until the person is back."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import request, session

KEY = "kept_texts"
MOST_TEXTS = 10
"""One for each tab that somebody had open; beyond that the oldest goes."""
MOST_CHARACTERS = 200_000
NOT_TYPED = frozenset({"csrf_token", "idempotency_key"})

KeptText = dict[str, Any]
"""`id`, `path` to which the form was sent, and its `fields` as pairs of name and text."""


def keep_posted_text() -> bool:
    """Keep the posted form for its path in the new session; tell whether that was possible.

    Only from our own pages: another site could otherwise put words into somebody's form.
    """
    fields = [[name, text] for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if not fields or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return False
    if sum(len(name) + len(text) for name, text in fields) > MOST_CHARACTERS:
        return False
    new = {"id": uuid.uuid4().hex, "path": request.path, "fields": fields}
    # A second click, or the same text sent again, is the same text.
    others = [text for text in kept_texts() if _typed(text) != _typed(new)]
    session[KEY] = [*others, new][-MOST_TEXTS:]
    return True


def kept_texts() -> Sequence[KeptText]:
    """Return what was kept in this session, the oldest first."""
    texts: Sequence[KeptText] = session.get(KEY, ())
    return texts


def forget_kept_text(text_id: str) -> None:
    """Drop one of the texts: it has arrived."""
    left = [text for text in kept_texts() if text["id"] != text_id]
    if len(left) < len(kept_texts()):
        session[KEY] = left


def _typed(text: KeptText) -> tuple[str, list[Any]]:
    return text["path"], [list(pair) for pair in text["fields"] if pair[0] not in NOT_TYPED]
