"""One report of danger is one alert, however often somebody writes that the child is not safe."""

from engine.reports.figures.danger import FIGURES
from engine.reports.keeping import keep_facts
from engine.reports.periods import Period, Span, quarter_of
from engine.reports.report import load_report
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE
from tests.support.engine import OFFICE, RAISER, SCHOOL

LEAD = ("safeguarding-lead", SCHOOL)


def danger(house):
    """Return the values of each row of the figure."""
    keep_facts(house.engine)
    period = Period(quarter_of(house.clock.now()), Span.QUARTER)
    with house.engine.open_reading() as work:
        actor = house.actor("business-manager", OFFICE)
        report = load_report(house.engine, work, actor, "berkshire", period)
    (figure,) = FIGURES
    return {row.key: row.values for row in report.figures[figure.key]}


def test_an_alert_is_answered_at_the_first_record_and_over_when_the_child_is_safe(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    assert danger(berkshire) == {
        "sent": (1, (0, 0, 0)),
        "answered": (0, (0, 0, 0)),
        "safe": (0, (0, 0, 0)),
        "open": (1, (0, 0, 0)),
    }
    berkshire.wait(minutes=10)
    berkshire.complete(started.case_id, "Task_Danger_Act", LEAD, child_safe_now="no")
    found = danger(berkshire)
    assert found["sent"][0] == found["answered"][0] == found["open"][0] == 1
    assert found["safe"][0] == 0
    berkshire.wait(minutes=20)
    berkshire.complete(started.case_id, "Task_Danger_Act", LEAD, child_safe_now="yes")
    found = danger(berkshire)
    assert (found["sent"][0], found["open"][0]) == (1, 0)
    assert found["answered"] == (1, (600, 600, 1))
    assert found["safe"] == (1, (1800, 1800, 1))


def test_a_second_report_of_danger_is_an_alert_of_its_own(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    for _ in range(2):
        send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    found = danger(berkshire)
    assert (found["sent"][0], found["open"][0]) == (2, 2)
    for number, is_safe in enumerate(("no", "yes"), start=1):
        berkshire.wait(minutes=5)
        berkshire.complete(started.case_id, "Task_Danger_Act", LEAD, child_safe_now=is_safe)
        found = danger(berkshire)
        assert (found["sent"][0], found["answered"][0]) == (2, number)
    assert (found["safe"][0], found["open"][0]) == (1, 1)
