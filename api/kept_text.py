"""Text of a form that came without a session (it had ended): kept until the person is back."""

from flask import request, session

KEY = "kept_text"
MOST_CHARACTERS = 200_000


def keep_posted_text() -> bool:
    """Keep the posted form for this path in the new session; tell whether that was possible.

    Only from our own pages: another site could otherwise put words into somebody's form.
    """
    fields = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if not fields or request.headers.get("Sec-Fetch-Site") != "same-origin":
        return False
    if sum(len(name) + len(text) for name, text in fields) > MOST_CHARACTERS:
        return False
    session[KEY] = {"path": request.path, "fields": fields}
    return True
