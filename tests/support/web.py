"""Serves a WSGI application on this machine for the length of a test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


@contextmanager
def served(application: "WSGIApplication") -> Iterator[str]:
    """Yield the address under which the application answers."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve() -> Iterator[Callable[["WSGIApplication"], str]]:
    """Return a function that serves an application until the test ends and gives its address."""
    with ExitStack() as stack:
        yield lambda application: stack.enter_context(served(application))
