"""Counts the report's figures once more, straight over the raw rows: shares no code with it."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from engine.persistence.tables import METADATA

LADDER = {
    "berkshire": ["S0", "S1", "S2", "S3", "S4"],
    "barnsley": ["B0", "B1", "B2", "B3", "B4"],
    "set": ["S1", "S2", "S3", "S4"],
    "tees": ["T1", "T2", "T3", "T4"],
}
LONDON = ZoneInfo("Europe/London")


def quarter(year, month):
    """Return the first moment of a quarter and the first one after it."""
    start = datetime(year, month, 1, tzinfo=LONDON)
    end = datetime(year + (month == 10), month % 12 + 3 if month < 10 else 1, 1, tzinfo=LONDON)
    return start, end


class RawRows:
    """The tables as they are, with nothing between."""

    def __init__(self, engine, partnership):
        self.engine, self.partnership = engine, partnership
        self.now = engine.clock.now()
        self.all_cases = [
            c for c in self.rows("case_file", "partnership_key", partnership) if c.raised_at
        ]
        self.sides = self.by("case_agency", "case_id")
        self.tasks = self.by("user_task", "case_id")
        self.sent = defaultdict(dict)
        for row in self.rows("submission", "state", "accepted"):
            answers = engine.sealer.open_json(row.answers, "submission.answers")
            self.sent[row.case_id][row.user_task_id] = answers
        self.events = self.by("history_event", "case_id")
        self.mains = {row.id for row in self.rows("process_instance") if row.is_main}
        self.agencies = [
            row.key
            for row in self.rows("agency", "partnership_key", partnership)
            if row.sector != "partnership"
        ]

    def rows(self, table, column=None, value=None):
        """Read a table through SQLAlchemy's description of it, for the types' sake."""
        found = METADATA.tables[table]
        query = found.select()
        if column is not None:
            query = query.where(found.c[column] == value)
        with self.engine.open_reading() as work:
            return [SimpleNamespace(**row._mapping) for row in work.session.execute(query)]

    def by(self, table, column):
        groups = defaultdict(list)
        for row in self.rows(table):
            groups[getattr(row, column)].append(row)
        return groups

    def side(self, case, side):
        return [row.agency_key for row in self.sides[case.id] if row.side == side]

    def main_tasks(self, case):
        return [t for t in self.tasks[case.id] if t.process_instance_id in self.mains]


def inside(at, span):
    return at is not None and span[0] <= at < span[1]


def count(raw, span):
    """Return the numbers of every figure that has counts, by figure and row."""
    found = defaultdict(Counter)
    for case in raw.all_cases:
        _count_raised(raw, case, span, found)
        _count_ended(raw, case, span, found)
        _count_open(raw, case, span, found)
        _count_steps(raw, case, span, found)
        _count_limits(raw, case, span, found)
        _count_last_stage(raw, case, span, found)
    return found


def _count_raised(raw, case, span, found):
    if not inside(case.raised_at, span):
        return
    found["cases"]["raised"] += 1
    found["areas"][case.area_key] += 1
    (raising,) = raw.side(case, "raising")
    found["agencies"][raising] += 1
    for receiving in raw.side(case, "receiving"):
        found["received"][receiving] += 1
        found["pairs"][f"{raising}>{receiving}"] += 1
    codes = set()
    for answers in raw.sent[case.id].values():
        codes |= set(answers.get("reason_codes") or [])
    for code in codes:
        found["themes"][code] += 1


def _count_ended(raw, case, span, found):
    if not inside(case.ended_at, span):
        return
    found["cases"]["ended"] += 1
    found["outcomes"][case.closed_as or case.outcome] += 1
    found["time_to_end"]["all"] += 1
    stages = {task.stage for task in raw.main_tasks(case)}
    ladder = LADDER[raw.partnership]
    top = [stage for stage in ladder if stage in stages][-1]
    found["stages"][top] += 1
    if case.closed_as is None and case.outcome in {"End_Resolved", "End_Understood"}:
        found["time_to_end"]["settled"] += 1
        below = any(
            raw.sent[case.id].get(task.id, {}).get("resolved_by")
            in {"practitioners_already", "professionals_already"}
            for task in raw.tasks[case.id]
            if task.stage == top
        )
        settled = ladder[max(ladder.index(top) - below, 0)]
        found["settled"][settled] += 1
        level = {"S0": "practitioner", "S1": "line-manager"}.get(settled, "above")
        found["settled_by"][level] += 1
    for stage in stages:
        mine = [task for task in raw.main_tasks(case) if task.stage == stage]
        if all(task.closed_at for task in mine):
            found["time_in_stage"][stage] += 1


def _count_open(raw, case, span, found):
    moment = min(span[1], raw.now)
    if case.raised_at >= moment or (case.ended_at and case.ended_at < moment):
        return
    found["cases"]["open"] += 1
    known = [task for task in raw.main_tasks(case) if task.opened_at <= moment]
    stage = max(known, key=lambda task: task.opened_at).stage
    days = (moment - case.raised_at) / timedelta(days=1)
    age = 0 if days < 7 else 1 if days < 28 else 2 if days < 91 else 3
    found["open"][stage, age] += 1


def _count_steps(raw, case, span, found):  # noqa: C901 - one pass over the tasks
    said = defaultdict(set)
    for task in raw.tasks[case.id]:
        answers = raw.sent[case.id].get(task.id, {})
        if task.is_danger and inside(task.opened_at, span):
            found["danger"]["alerts"] += 1
            found["danger"]["answered"] += task.state == "completed"
            found["danger"]["open"] += task.closed_at is None
        if task.form_key == "RECORD" and inside(task.opened_at, span):
            given = answers.get("confirms_outcome")
            word = {"yes": "confirmed", "no": "disputed"}.get(given, "missing")
            found[f"records_{word}"][task.agency_key] += 1
        if inside(task.closed_at, span):
            for question, answer in answers.items():
                if answer == "yes":
                    said[question].add(task.id)
            if task.element_id == "Task_PolicyGap" and task.state == "completed":
                said["referred"].add(task.id)
    for row, questions in {
        "lessons": ("lessons_identified", "t4_learning"),
        "gaps": ("policy_gap", "policy_issue"),
        "referred": ("referred",),
    }.items():
        found["lessons"][row] += any(said[question] for question in questions)


def runs(raw, case):
    """Yield each limit of a case: its tasks and what became of it, or None."""
    groups = defaultdict(list)
    for task in raw.tasks[case.id]:
        if task.due_at:
            groups[task.process_instance_id, task.due_element_id, task.due_at].append(task)
    for (_, element, due), tasks in groups.items():
        missed = [t for t in tasks if t.met_at is None and t.state != "completed"]
        mets = [t.met_at for t in tasks if t.met_at]
        met = max(mets) if mets and not missed else None
        recorded = (
            None if any(t.closed_at is None for t in tasks) else max(t.closed_at for t in tasks)
        )
        first = min(tasks, key=lambda t: (t.opened_at, t.id.hex))
        if any(t.met_at and t.state != "completed" for t in tasks):
            for event in sorted(raw.events[case.id], key=lambda e: e.number):
                later = event.kind == "task_completed" and event.at >= first.closed_at
                if later and element in event.details.get("met", {}):
                    recorded = event.at
                    break
        yield tasks, due, _verdict(due, met, recorded, raw.now)


def _verdict(due, met, recorded, now):
    if recorded is None:
        return "overdue" if now >= due else "running"
    if met is None:
        return "late" if recorded >= due else None
    if met > due:
        return "late"
    return "recorded_late" if recorded > due else "kept"


def _count_limits(raw, case, span, found):
    alive = case.raised_at < span[1] and (case.ended_at is None or case.ended_at >= span[0])
    for tasks, due, verdict in runs(raw, case):
        if not alive or verdict in {None, "running"} or not inside(due, span) or due > raw.now:
            continue
        found[f"limits_{verdict}"][tasks[0].stage] += 1
        for agency in {one for task in tasks for one in _asked(raw, case, task)}:
            found[f"agency_limits_{verdict}"][agency] += 1
        if verdict == "late":
            reasons = [task.late_reason for task in tasks if task.late_reason]
            found["late_reasons"][reasons[-1] if reasons else "none"] += 1


def _asked(raw, case, task):
    if task.completed_for or task.agency_key:
        return [task.completed_for or task.agency_key]
    sides = {"both": ("raising", "receiving"), "either": ("raising", "receiving")}
    names = sides.get(task.agency_side, (task.agency_side,))
    return [key for side in names for key in raw.side(case, side)]


def _count_last_stage(raw, case, span, found):
    last = LADDER[raw.partnership][-1]
    mine = [task for task in raw.main_tasks(case) if task.stage == last]
    if not mine or not inside(min(task.opened_at for task in mine), span):
        return
    counts = found["last_stage"]
    counts["reached"] += 1
    done = {task.element_id for task in raw.tasks[case.id] if task.state == "completed"}
    counts["partners_told"] += "Task_S4_Report" in done
    counts["met"] += "Task_S4_Decision" in done
    counts["chair_reported"] += "Task_S4_ChairReport" in done
    counts["review_considered"] += "Task_CaseReview" in done
    said = list(raw.sent[case.id].values())
    counts["independent"] += any(one.get("independence") == "appointed" for one in said)
    counts["review_decided"] += any(
        one.get("case_review_decision") == "hold_review" for one in said
    )
    verdicts = {
        verdict
        for tasks, _, verdict in runs(raw, case)
        if tasks[0].due_element_id == "Timer_S4_48h"
    }
    counts["met_in_time"] += bool(verdicts & {"kept", "recorded_late"})
    counts["met_late"] += bool(verdicts & {"late", "overdue"})
