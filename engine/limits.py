"""Whether a time limit was kept: what counts is when it happened, not when it was recorded."""

from datetime import datetime

from engine.vocabulary import LimitVerdict


def verdict_of(
    due_at: datetime, met_at: datetime | None, closed_at: datetime | None, now: datetime
) -> LimitVerdict | None:
    """Return what became of a limit; None when its step was closed in time but not done.

    `met_at` is when what the limit asks for happened, `closed_at` when that was recorded or the
    step was closed undone. The last moment of a limit still belongs to it.

    Source: ADR 0010.
    """
    if closed_at is None:
        return LimitVerdict.OVERDUE if due_at <= now else LimitVerdict.RUNNING
    if met_at is None:
        return LimitVerdict.LATE if due_at <= closed_at else None
    if met_at > due_at:
        return LimitVerdict.LATE
    return LimitVerdict.KEPT if closed_at <= due_at else LimitVerdict.RECORDED_LATE
