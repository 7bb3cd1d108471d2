"""Every table family, imported once so that the metadata is complete."""

from engine.persistence import (
    access_tokens,
    cases,
    comments,
    definitions,
    directory,
    history,
    instances,
    notifications,
    operations,
    procedure_drafts,
    sandbox_runs,
    saved_filters,
    scenario_runs,
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
    comments,
    notifications,
    operations,
    procedure_drafts,
    sandbox_runs,
    saved_filters,
    scenario_runs,
    access_tokens,
    web_sessions,
)
METADATA = Base.metadata
