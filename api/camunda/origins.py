"""Lets the desktop application read the answers: it calls from `file://`, not from a website."""

from flask import Response, request

DESKTOP = frozenset({"file://", "null"})
"""What applications that show local files give as their origin."""
HEADERS = "Accept, Authorization, Content-Type"


def allow_desktop(response: Response) -> Response:
    """Allow an origin without a website to read an answer.

    No cookie is ever looked at behind these addresses, and none is allowed here: whoever calls
    has a token and sends it. Websites stay shut out.
    """
    origin = request.headers.get("Origin", "")
    response.vary.add("Origin")
    if origin in DESKTOP:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = HEADERS
        response.headers["Access-Control-Max-Age"] = "600"
    return response
