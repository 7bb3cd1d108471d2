"""Counts every figure of the report once more, in plain Python over the raw history."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

LADDERS = {
    "barnsley": ["B0", "B1", "B2", "B3", "B4"],
    "berkshire": ["S0", "S1", "S2", "S3", "S4"],
    "set": ["S1", "S2", "S3", "S4"],
    "tees": ["T1", "T2", "T3", "T4"],
}
PRACTITIONERS = {"B0", "B1", "S0", "T1"}
LINE_MANAGERS = {"B2", "T2"}
LONDON = ZoneInfo("Europe/London")
VERDICTS = ["kept", "recorded_late", "late", "overdue"]
ALREADY = {"practitioners_already", "professionals_already"}


def midnight(year, month):
    """Return the first moment of a month, in London; months beyond December are those after."""
    return datetime(year + (month - 1) // 12, (month - 1) % 12 + 1, 1, tzinfo=LONDON)


def count(raw, start, end):
    """Return the values of every row that is not empty, by figure and row."""
    return Count(raw, start, end).figures


class Count:
    """One period, counted case by case."""

    def __init__(self, raw, start, end):
        self.raw, self.start, self.end = raw, start, end
        self.ladder = LADDERS[raw.partnership]
        self.counts = defaultdict(lambda: defaultdict(Counter))
        self.spans = defaultdict(lambda: defaultdict(list))
        for case in raw.cases:
            self.raised(case)
            self.ended(case)
            self.open(case)
            self.danger(case)
            self.records(case)
            self.limits(case)
            self.last_stage(case)
            self.written_down(case)
        self.figures = self.laid_out()

    def inside(self, at):
        return at is not None and self.start <= at < self.end

    def add(self, figure, row, column=0, number=1):
        self.counts[figure][row][column] += number

    def raised(self, case):
        if not self.inside(case.raised):
            return
        (raising,) = case.raising
        self.add("cases", "raised")
        self.add("versions raised", case.version)
        self.add("areas", case.area)
        self.add("agencies", raising)
        for receiving in case.receiving:
            self.add("agencies", receiving, 1)
            self.add("pairs", f"{raising}>{receiving}")
        for theme in {one for step in case.steps for one in step.said.get("reason_codes") or ()}:
            self.add("themes", theme)

    def ended(self, case):
        if not self.inside(case.ended):
            return
        self.add("cases", "ended")
        self.add("outcomes", case.end)
        self.spans["time_to_end"]["all"].append(case.ended - case.raised)
        stages = {step.stage for step in case.main}
        for stage in stages:
            mine = [step for step in case.main if step.stage == stage]
            if all(step.closed for step in mine):
                span = max(step.closed for step in mine) - min(step.opened for step in mine)
                self.spans["time_in_stage"][stage].append(span)
        highest = [stage for stage in self.ladder if stage in stages][-1]
        self.add("stages", highest)
        if case.settled:
            self.spans["time_to_end"]["settled"].append(case.ended - case.raised)
            said = {s.said.get("resolved_by") for s in case.steps if s.stage == highest}
            below = max(self.ladder.index(highest) - bool(said & ALREADY), 0)
            self.add("stages", self.ladder[below], 1)
            self.add("settled_by", self.people(self.ladder[below]))

    def people(self, stage):
        if stage in PRACTITIONERS or (self.raw.partnership, stage) == ("set", "S1"):
            return "practitioner"
        managers = {"berkshire": "S1", "set": "S2"}.get(self.raw.partnership)
        return "line-manager" if stage in LINE_MANAGERS or stage == managers else "above"

    def open(self, case):
        moment = min(self.end, self.raw.now)
        if case.raised >= moment or (case.ended and case.ended < moment):
            return
        self.add("cases", "open")
        last = max((s for s in case.main if s.opened <= moment), key=lambda step: step.opened)
        days = (moment - case.raised) / timedelta(days=1)
        self.add("open", last.stage, sum(days >= least for least in (7, 28, 91)))

    def danger(self, case):
        for alert in case.alerts:
            if self.inside(alert.sent):
                self.add("danger", "sent")
                self.add("danger", "open", number=int(alert.is_open))
                for row, at in (("answered", alert.answered), ("safe", alert.safe)):
                    if at:
                        self.spans["danger"][row].append(at - alert.sent)

    def records(self, case):
        for step in case.steps:
            if step.form == "RECORD" and self.inside(step.opened):
                given = step.said.get("confirms_outcome")
                self.add("records", step.asked, {"yes": 0, "no": 1}.get(given, 2))

    def limits(self, case):
        for limit in case.limits:
            if limit.verdict not in VERDICTS or not self.inside(limit.over):
                continue
            column = VERDICTS.index(limit.verdict)
            if limit.stage in self.ladder:
                self.add("limits_by_stage", limit.stage, column)
            for agency in limit.agencies:
                self.add("limits_by_agency", agency, column)
            if limit.verdict == "late":
                self.add("late_reasons", limit.reason)

    def last_stage(self, case):
        opened = [step.opened for step in case.main if step.stage == self.ladder[-1]]
        if not (opened and self.inside(min(opened))):
            return
        done = {step.element for step in case.steps if step.is_done}
        meetings = {"Task_S4_Decision", "Task_S4_Meeting", "Task_T4_Meeting"}
        held = [
            step
            for step in case.steps
            if step.is_done
            and step.element in meetings
            and "no" not in (step.said.get("meeting_held"), step.said.get("s4_held"))
        ]
        verdicts = {one.verdict for one in case.limits if one.timer == "Timer_S4_48h"}
        said = [step.said for step in case.steps]
        facts = {
            "reached": True,
            "partners_told": done & {"Task_S4_Report", "Task_T4_Advise", "Task_S4_Account"},
            "met": held,
            "met_in_time": verdicts & {"kept", "recorded_late"},
            "met_recorded_late": "recorded_late" in verdicts,
            "met_late": verdicts & {"late", "overdue"},
            "independent": any(one.get("independence") == "appointed" for one in said),
            "independence_considered": any(
                one.get("independence") == "considered_not_needed" for one in said
            ),
            "chair_of_no_side": self.raw.partnership == "tees" and held,
            "chair_reported": "Task_S4_ChairReport" in done,
            "review_considered": "Task_CaseReview" in done,
            "review_decided": any(one.get("case_review_decision") == "hold_review" for one in said),
        }
        for row, holds in facts.items():
            self.add("last_stage", row, number=int(bool(holds)))

    def written_down(self, case):
        said, done, opened = set(), {}, set()
        for step in case.steps:
            if self.inside(step.opened):
                opened.add(step.element)
            if step.is_done and self.inside(step.closed):
                done[step.element] = step
                for question, answer in step.said.items():
                    if isinstance(answer, str):
                        said.add((question, answer))
        notices = {
            event.details.get("template")
            for event in case.events
            if event.kind == "notification_queued" and self.inside(event.at)
        }
        special = {
            "accelerated": ("accelerated", "yes") in said,
            "by_pass": ("b1_outcome", "propose_skip") in said,
            "by_pass_managers": ("b2_outcome", "propose_skip") in said,
            "conference": opened & {"CP_Task_Support", "CP_Task_Discuss"},
            "conference_convened": "CP_Task_Convene" in done,
            "iro": "T2_IRO" in notices,
        }
        lessons = {
            "lessons": {("lessons_identified", "yes"), ("t4_learning", "yes")} & said,
            "gaps": {("policy_gap", "yes"), ("policy_issue", "yes")} & said,
            "referred": "Task_PolicyGap" in done,
            "changed_since": self.changed_since(case),
            "learning": "Task_Learning" in done,
            "protocol": ("protocol_change", "yes") in said,
            "for_all": ("learning_multi", "yes") in said,
            "for_one": ("learning_single", "yes") in said,
            "taken_home": ("single_taken", "yes") in said,
        }
        for figure, facts in (("special", special), ("lessons", lessons)):
            for row, holds in facts.items():
                self.add(figure, row, number=int(bool(holds)))

    def changed_since(self, case):
        (key,) = {row.key for row in self.raw.published if row.id == case.version}
        wished = [
            step.closed
            for step in case.steps
            if step.is_done
            and self.inside(step.closed)
            and "yes"
            in (step.said.get(q) for q in ("policy_gap", "policy_issue", "protocol_change"))
        ]
        return any(
            at < row.published_at <= self.raw.now
            for at in wished
            for row in self.raw.published
            if row.key == key
        )

    def laid_out(self):
        """Return the counts in the report's columns."""
        columns = {"agencies": 2, "stages": 2, "records": 3, "open": 4}
        figures = {
            figure: {
                row: tuple(counter[column] for column in range(columns.get(figure, 1)))
                for row, counter in rows.items()
                if any(counter.values())
            }
            for figure, rows in self.counts.items()
        }
        for figure in ("limits_by_stage", "limits_by_agency"):
            figures[figure] = {
                row: (*(counter[column] for column in range(4)), in_time(counter))
                for row, counter in self.counts[figure].items()
            }
        people = self.counts["settled_by"]
        settled = sum(counter[0] for counter in people.values())
        figures["settled_by"] = {row: (c[0], (c[0], settled)) for row, c in people.items()}
        for figure, rows in self.spans.items():
            for row, spans in rows.items():
                figures.setdefault(figure, {})[row] = (len(spans), times(spans))
        for row in ("sent", "open"):
            number = self.counts["danger"][row][0]
            if number:
                figures["danger"][row] = (number, (0, 0, 0))
        figures["unused"] = self.unused()
        new = sum(self.inside(row.published_at) for row in self.raw.published)
        figures["versions"] = {"published": (new,)} if new else {}
        return figures

    def unused(self):
        agencies = self.counts["agencies"]
        return {
            key: (agencies[key][1],)
            for key, sector in self.raw.agencies.items()
            if sector != "partnership" and not agencies[key][0]
        }


def in_time(counter):
    return counter[0] + counter[1], sum(counter[column] for column in range(4))


def times(spans):
    """Return median and 90th percentile in seconds, and of how many."""
    seconds = sorted(span.total_seconds() for span in spans)
    middle = len(seconds) // 2
    median = seconds[middle] if len(seconds) % 2 else sum(seconds[middle - 1 : middle + 1]) / 2
    ninetieth = next(s for i, s in enumerate(seconds, start=1) if i >= ceil(len(seconds) * 0.9))
    return median, ninetieth, len(seconds)
