"""Every kind of operation."""

from engine.errors import NotFoundError
from engine.operations.kind import Kind
from engine.operations.suspending import RESUME, SUSPEND

KINDS: tuple[Kind, ...] = (SUSPEND, RESUME)


def kind_of(key: str) -> Kind:
    """Return a kind of operation.

    Raises:
        NotFoundError: there is none with this key.
    """
    for kind in KINDS:
        if kind.key == key:
            return kind
    raise NotFoundError("operation", key)
