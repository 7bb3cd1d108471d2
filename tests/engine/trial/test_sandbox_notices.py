"""Who would be told what: by role and agency, in the words of a real notice, and when."""

from datetime import UTC, datetime

from engine.trial.sandbox_view import view_run
from tests.support.engine import MONDAY


def test_a_notice_says_to_whom_with_the_cases_facts(tryer):
    tryer.take("Task_S0_Raise")
    tryer.let_limit_pass()
    (notice,) = tryer.look().notices
    assert notice.name == "Report to line / team managers"
    assert "the line managers of Reading School and Reading Council" in notice.to[0]
    assert notice.letter.subject == "BRK-2026-000001: reported to the line managers"
    assert notice.count > 2
    assert notice.due_at == notice.queued_at
    assert notice.waits == ()


def test_quiet_hours_hold_e_mail_back_and_never_danger(tryer):
    friday = datetime(2026, 9, 11, 19, 0, tzinfo=UTC)
    tryer.begin(friday, person="practitioner@bracknell-school.example", area="bracknell-forest")
    tryer.take("Task_S0_Raise")
    tryer.alert("practitioner@bracknell-school.example")
    tryer.take("Task_S0_Discuss", "Review information, resolve the concern")
    notices = tryer.look().notices
    monday = datetime(2026, 9, 14, 6, 30, tzinfo=UTC)
    assert [one.waits for one in notices if one.is_danger] == [()]
    assert ("Bracknell School", monday) in [wait for one in notices for wait in one.waits]


def test_what_the_last_step_has_led_to_is_marked(tryer):
    tryer.take("Task_S0_Raise")
    tryer.alert()
    seen = tryer.inside(lambda store: store.case.history_count)
    tryer.let_limit_pass()
    notices = tryer.inside(lambda store: view_run(store, seen)).notices
    assert [one.is_new for one in notices] == [False, True]
    assert notices[0].queued_at == MONDAY
