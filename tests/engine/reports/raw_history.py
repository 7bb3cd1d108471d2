"""Reads cases straight from the raw rows, mostly from their history; no code of the report's."""

from collections import defaultdict
from types import SimpleNamespace

from engine.persistence.tables import METADATA

DANGER = "Task_Danger_Act"


class RawHistory:
    """The raised cases of one partnership as their histories tell them."""

    def __init__(self, engine, partnership):
        self.engine, self.partnership, self.now = engine, partnership, engine.clock.now()
        self.tasks = {str(row.id): row for row in self.rows("user_task")}
        self.instances = self.by("process_instance", "id")
        self.sides = self.by("case_agency", "case_id")
        self.events = self.by("history_event", "case_id")
        self.areas = self.by("area", "key")
        self.published = [row for row in self.mine("process_definition") if row.published_at]
        self.agencies = {row.key: row.sector for row in self.mine("agency")}
        self.answers = {}
        for row in self.rows("submission"):
            if row.state == "accepted":
                opened = engine.sealer.open_json(row.answers, "submission.answers")
                self.answers[str(row.user_task_id)] = opened
        told = (self.case(row) for row in self.mine("case_file"))
        self.cases = [case for case in told if case is not None]

    def rows(self, table):
        """Read a table through SQLAlchemy's description of it, for the types' sake."""
        with self.engine.open_reading() as work:
            found = work.session.execute(METADATA.tables[table].select())
            return [SimpleNamespace(**row._mapping) for row in found]

    def by(self, table, column):
        groups = defaultdict(list)
        for row in self.rows(table):
            groups[getattr(row, column)].append(row)
        return groups

    def mine(self, table):
        return [row for row in self.rows(table) if row.partnership_key == self.partnership]

    def case(self, row):
        """Return one case; None when its first form was never sent."""
        events = sorted(self.events[row.id], key=lambda event: event.number)
        sent = [event for event in events if event.kind == "task_completed"]
        if not sent:
            return None
        case = SimpleNamespace(area=row.area_key, raised=sent[0].at, ended=None, end=None)
        case.version, case.events = row.process_definition_id, events
        moved = [e for e in events if e.kind == "instance_migrated" and e.number > sent[0].number]
        if moved:
            case.version = moved[0].details["from"]
        for event in events:
            if event.kind == "case_ended":
                closed_as = event.details.get("closed_as")
                case.ended, case.end = event.at, closed_as or event.details["outcome"]
        case.settled = case.end in {"End_Resolved", "End_Understood"}
        case.raising = self.side(row, "raising")
        case.receiving = self.side(row, "receiving")
        case.social_care = [self.areas[row.area_key][0].social_care_agency]
        case.steps = self.steps(events)
        case.main = [step for step in case.steps if step.is_main]
        case.alerts = list(self.alerts(case))
        case.limits = list(self.limits(case))
        return case

    def side(self, row, side):
        return [one.agency_key for one in self.sides[row.id] if one.side == side]

    def steps(self, events):
        """Return the steps in the order of opening, closed as the history says."""
        steps = {}
        for event in events:
            if event.kind == "task_opened":
                steps[event.details["task"]] = self.step(event)
            elif event.kind in {"task_completed", "task_cancelled"}:
                step = steps[event.details["task"]]
                step.closed, step.is_done = event.at, event.kind == "task_completed"
                if step.is_done:
                    step.agency = event.agency_key
        return list(steps.values())

    def step(self, event):
        task = self.tasks[event.details["task"]]
        (instance,) = self.instances[event.process_instance_id]
        return SimpleNamespace(
            element=event.element_id,
            stage=task.stage,
            form=task.form_key,
            side=task.agency_side,
            agency=event.details["agency"],
            asked=event.details["agency"],
            opened=event.at,
            closed=None,
            is_done=False,
            is_main=instance.is_main,
            instance=event.process_instance_id,
            due=task.due_at,
            timer=task.due_element_id,
            met=task.met_at,
            late_reason=task.late_reason,
            said=self.answers.get(str(task.id), {}),
        )

    def alerts(self, case):
        """Yield one alert for each message of danger: each has an instance of its own."""
        danger = defaultdict(list)
        for step in case.steps:
            if step.element == DANGER:
                danger[step.instance].append(step)
        for steps in danger.values():
            records = [step.closed for step in steps if step.is_done]
            is_safe = steps[-1].is_done and steps[-1].said["child_safe_now"] == "yes"
            yield SimpleNamespace(
                sent=steps[0].opened,
                answered=records[0] if records else None,
                safe=steps[-1].closed if is_safe else None,
                is_open=steps[-1].closed is None,
            )

    def limits(self, case):
        """Yield each limit: the steps under one clock, and what became of it, or None."""
        groups = defaultdict(list)
        for step in case.steps:
            if step.due:
                groups[step.instance, step.timer, step.due].append(step)
        for (_, timer, due), steps in groups.items():
            missed = any(step.met is None and not step.is_done for step in steps)
            mets = [step.met for step in steps if step.met]
            closings = [step.closed for step in steps]
            recorded = None if None in closings else max(closings)
            if any(step.met and not step.is_done for step in steps):
                recorded = self.recorded_later(case, timer, steps[0].closed) or recorded
            reasons = [step.late_reason for step in steps if step.late_reason]
            met = max(mets) if mets and not missed else None
            yield SimpleNamespace(
                timer=timer,
                over=min(due, recorded or due),
                stage=steps[0].stage,
                agencies={one for step in steps for one in self.asked(case, step)},
                verdict=self.verdict(due, met, recorded),
                reason=reasons[-1] if reasons else "none",
            )

    def recorded_later(self, case, timer, closed):
        """Return when a later step said that a limit was met whose own step was closed undone."""
        for event in case.events:
            is_later = event.kind == "task_completed" and event.at >= closed
            if is_later and timer in event.details.get("met", {}):
                return event.at
        return None

    def asked(self, case, step):
        if step.agency:
            return [step.agency]
        sides = {
            "raising": case.raising,
            "receiving": case.receiving,
            "both": case.raising + case.receiving,
            "either": case.raising + case.receiving,
            "social_care": case.social_care,
            "partnership": [
                key for key, sector in self.agencies.items() if sector == "partnership"
            ],
        }
        return sides.get(step.side, [])

    def verdict(self, due, met, recorded):
        if recorded is None:
            return "overdue" if self.now >= due else "running"
        if met is None:
            return "late" if recorded >= due else None
        if met > due:
            return "late"
        return "recorded_late" if recorded > due else "kept"
