"""Every table family, imported once so that the metadata is complete."""

from engine.persistence import (
    access_tokens,
    cases,
    definitions,
    directory,
    history,
    instances,
    notifications,
    tasks,
    web_sessions,
)
from engine.persistence.base import Base

FAMILIES = (
    directory,
    definitions,
    cases,
    instances,
    tasks,
    history,
    notifications,
    access_tokens,
    web_sessions,
)
METADATA = Base.metadata
