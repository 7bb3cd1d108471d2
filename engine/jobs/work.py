"""The jobs, and one round of all of them."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.context import Engine
from engine.jobs.digests import write_digests
from engine.jobs.expiry import remove_expired
from engine.jobs.scenario_runs import play_waiting_runs
from engine.jobs.signs import give_sign
from engine.operations.carrying_out import carry_out_operations
from engine.reports.keeping import keep_facts
from engine.reports.keeping_reports import keep_reports
from engine.runtime.delayed_alerts import pass_delayed_alerts_on
from engine.runtime.delivering import deliver_notifications
from engine.runtime.deputies_told import tell_deputies
from engine.runtime.ended_claims import free_ended_claims
from engine.runtime.handing_on import hand_on_tasks
from engine.runtime.timers import fire_due_timers


@dataclass(frozen=True)
class Job:
    """Something to do again and again. Doing it once more, or in two processes, does no harm."""

    name: str
    run: Callable[[Engine], object]
    pause_seconds: float
    """Real seconds between two rounds."""


JOBS: tuple[Job, ...] = (
    Job("fire due timers", fire_due_timers, 1),
    Job("pass delayed alerts on", pass_delayed_alerts_on, 10),
    Job("write summaries", write_digests, 60),
    Job("deliver notifications", deliver_notifications, 1),
    Job("hand tasks on", hand_on_tasks, 60),
    Job("free ended claims", free_ended_claims, 60),
    Job("tell deputies", tell_deputies, 60),
    Job("carry out operations", carry_out_operations, 1),
    Job("play scenarios", play_waiting_runs, 2),
    Job("give a sign", give_sign, 60),
    Job("count cases for the report", keep_facts, 60),
    Job("count large reports", keep_reports, 60),
    Job("remove what has expired", remove_expired, 600),
)


def work_once(engine: Engine) -> None:
    """Do every job once, in order, so that what a timer sets off is told in the same round."""
    for job in JOBS:
        job.run(engine)
