"""Puts e-mail off until an agency's quiet hours end. Danger never waits."""

from datetime import datetime, time

from engine.calendar import ALWAYS_SENT, QuietHours
from engine.context import Engine
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork


def waits_until(engine: Engine, work: UnitOfWork, agency_key: str) -> datetime | None:
    """Return until when e-mail for an agency's people waits now; None when it may go."""
    quiet = _quiet_hours(work.session.get(Agency, agency_key))
    return quiet.end(engine.clock.now(), engine.calendar)


def _quiet_hours(agency: Agency | None) -> QuietHours:
    if agency is None:
        return ALWAYS_SENT
    return QuietHours(
        _time(agency.quiet_from), _time(agency.quiet_until), on_days_off=agency.quiet_at_weekends
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
