from datetime import UTC, datetime, timedelta

import pytest

from engine.spiff.failures import RunawayProcess, StepFailed
from tests.engine.spiff.diagrams import (
    boundary,
    catch,
    duration,
    each,
    end,
    file,
    flow,
    message,
    node,
    notify,
    path,
    process,
    start,
    sub,
    timer,
    user,
    xor,
)
from tests.engine.spiff.running import NOON, FakeHost, Runner


def late(definition, *, interrupting=True, host="A"):
    """Return a timer on a task, with a notice behind it and another task where it interrupts."""
    behind = path("T", "N", "B", "F") + user("B") if interrupting else path("T", "N", "F")
    limit = boundary("T", host, definition, interrupting=interrupting)
    return limit + notify("N") + end("F") + behind


def limited(definition, *, interrupting=True, **kwargs):
    """Run a process with one task that has a timer."""
    parts = (
        start(),
        user("A"),
        end(),
        late(definition, interrupting=interrupting),
        path("S", "A", "E"),
    )
    return Runner(file(process(*parts)), **kwargs)


def test_a_timer_fires_exactly_when_it_is_due():
    run = limited(duration("PT24H"))
    assert run.due == {"T": NOON + timedelta(hours=24)}
    run.wait(hours=23, minutes=59, seconds=59)
    assert (run.open, run.fired) == (["A"], [])
    run.wait(seconds=1)
    assert (run.open, run.fired, run.told) == (["B"], ["T"], ["N"])
    assert run.due == {}


def test_an_interrupting_timer_cancels_the_task_and_is_told_with_its_due_time():
    run = limited(duration("PT24H"))
    (task_id,) = run.process.open_tasks
    run.wait(days=3)
    step = run.process.step
    assert step.cancelled == (task_id,)
    assert [(fired.element_id, fired.due_at) for fired in step.fired] == [
        ("T", NOON + timedelta(hours=24))
    ]
    assert step.notifications[0].due_at == NOON + timedelta(hours=24)
    assert step.passed == ("T", "N")
    assert step.flows == ("T-N", "N-B")


def test_completing_a_task_ends_its_timer():
    run = limited(duration("PT24H")).do("A")
    assert run.process.is_ended
    assert run.due == {}


def test_a_non_interrupting_timer_leaves_the_task_as_it_is():
    run = limited(duration("PT24H"), interrupting=False)
    before = set(run.process.open_tasks)
    run.wait(hours=24)
    assert (run.fired, run.told) == (["T"], ["N"])
    assert set(run.process.open_tasks) == before
    assert run.process.step.cancelled == ()
    assert not run.process.is_ended
    assert run.do("A").process.is_ended


def test_after_days_of_downtime_a_non_interrupting_timer_fires_once():
    run = limited(duration("PT24H"), interrupting=False).wait(days=10)
    assert (run.fired, run.told) == (["T"], ["N"])
    run.wait(days=10)
    assert (run.fired, run.told) == ([], [])


def test_a_notice_that_no_timer_led_to_has_no_due_time():
    parts = (start(), user("A"), notify("M"), user("C"), end(), path("S", "A", "M", "C", "E"))
    run = Runner(file(process(*parts, late(duration("PT1H"))))).do("A")
    assert [(told.element_id, told.due_at) for told in run.process.step.notifications] == [
        ("M", None)
    ]


def test_a_person_between_a_timer_and_a_notice_ends_the_due_time():
    parts = (
        start(),
        user("A"),
        end(),
        boundary("T", "A", duration("PT1H")),
        user("B"),
        notify("N"),
    )
    flows = path("S", "A", "E") + path("T", "B", "N", "F") + end("F")
    run = Runner(file(process(*parts, flows)), saving=False).wait(hours=1).do("B")
    assert [told.due_at for told in run.process.step.notifications] == [None]


def test_a_late_answer_finds_the_task_gone_when_the_clock_is_asked_first():
    run = limited(duration("PT24H"))
    (task_id,) = run.process.open_tasks
    run.wait(hours=25)
    assert task_id not in run.process.open_tasks


def two_limits(first, second, second_interrupts):
    """Return a task with a reminder and a limit."""
    reminder = boundary("R", "A", duration(first), interrupting=False) + notify("N") + end("F")
    limit = (
        boundary("L", "A", duration(second), interrupting=second_interrupts) + user("B") + end("G")
    )
    flows = path("S", "A", "E") + path("R", "N", "F") + path("L", "B", "G")
    return Runner(file(process(start(), user("A"), end(), reminder, limit, flows)))


def test_after_a_downtime_timers_fire_in_the_order_in_which_they_were_due():
    run = two_limits("PT24H", "PT48H", second_interrupts=True).wait(days=5)
    assert (run.fired, run.told, run.open) == (["R", "L"], ["N"], ["B"])


def test_a_timer_that_would_have_come_after_the_interrupting_one_does_not_fire():
    run = two_limits("PT48H", "PT24H", second_interrupts=True).wait(days=5)
    assert (run.fired, run.told, run.open) == (["L"], [], ["B"])


def test_of_two_timers_due_at_once_the_interrupting_one_comes_last():
    run = two_limits("PT24H", "PT24H", second_interrupts=True).wait(hours=24)
    assert (run.fired, run.open) == (["R", "L"], ["B"])


def test_a_task_opened_by_a_reminder_outlives_the_task():
    run = two_limits("PT24H", "PT24H", second_interrupts=False).wait(hours=24)
    assert run.open == ["A", "B"]
    run.do("A")
    assert (run.open, run.process.is_ended) == (["B"], False)
    assert run.do("B").process.is_ended


def test_a_timer_of_a_sub_process_is_a_limit_of_all_that_is_inside():
    inner = sub("P", start("S2"), user("A"), user("C"), end("E2"), path("S2", "A", "C", "E2"))
    body = process(start(), inner, end(), late(duration("PT48H"), host="P"), path("S", "P", "E"))
    run = Runner(file(body))
    run.do("A")
    (timer_,) = run.process.timers.values()
    assert set(timer_.attached_task_ids) == set(run.process.open_tasks)
    run.wait(hours=48)
    assert (run.open, run.fired) == (["B"], ["T"])
    assert len(run.process.step.cancelled) == 1


def test_a_timer_of_a_repeated_task_is_a_limit_of_every_instance():
    parts = (start(), each("A"), end(), late(duration("PT1H")), path("S", "A", "E"))
    run = Runner(file(process(*parts)), variables={"agencies": ["x", "y"]})
    (timer_,) = run.process.timers.values()
    assert set(timer_.attached_task_ids) == set(run.process.open_tasks)


def test_a_timer_of_another_task_is_no_limit_of_this_one():
    fork = path("S", "P", "A", "E") + path("P", "C", "G") + end("G")
    parts = (start(), node("parallelGateway", "P"), user("A"), user("C"), end(), fork)
    run = Runner(file(process(*parts, late(duration("PT1H")))))
    (timer_,) = run.process.timers.values()
    tasks = run.process.open_tasks
    assert [tasks[task_id].element_id for task_id in timer_.attached_task_ids] == ["A"]


def test_an_intermediate_timer_holds_the_process_up():
    parts = (start(), catch("T", duration("PT1H")), user("A"), end(), path("S", "T", "A", "E"))
    run = Runner(file(process(*parts)))
    assert (run.open, run.due) == ([], {"T": NOON + timedelta(hours=1)})
    assert run.wait(hours=1).open == ["A"]


def test_a_start_timer_holds_the_process_up():
    begin = start(inside=duration("PT1H"))
    run = Runner(file(process(begin, user("A"), end(), path("S", "A", "E"))))
    assert (run.open, list(run.due)) == ([], ["S"])
    run.wait(hours=1)
    assert (run.open, run.fired) == (["A"], ["S"])


def test_the_first_event_behind_an_event_based_gateway_wins():
    gateway = node("eventBasedGateway", "G")
    events = catch("T", duration("PT1H")) + catch("M", message("Answer"))
    flows = path("S", "G", "T", "A", "E") + path("G", "M", "B", "F")
    parts = (start(), gateway, events, user("A"), user("B"), end("E"), end("F"), flows)
    source = file(process(*parts), messages=["Answer"])
    run = Runner(source)
    assert run.due == {"T": NOON + timedelta(hours=1)}
    run.wait(hours=1)
    assert (run.open, run.fired) == (["A"], ["T"])
    assert run.process.step.passed == ("G", "T")
    assert run.process.step.flows == ("G-T", "T-A")
    answered = Runner(source)
    answered.reload()
    assert answered.process.receive("Answer", {"said": "x"})
    assert (answered.open, answered.due) == (["B"], {})
    assert answered.process.variables == {"said": "x"}


def test_a_static_time_is_taken_as_it_stands():
    run = limited(timer("Date", "2026-03-26T16:00:00+01:00"))
    assert run.due == {"T": datetime(2026, 3, 26, 15, tzinfo=UTC)}


def test_a_static_time_without_offset_is_time_in_london():
    assert limited(timer("Date", "2026-07-01T16:00")).due == {
        "T": datetime(2026, 7, 1, 15, tzinfo=UTC)
    }


def test_an_expression_is_worked_out_when_the_token_arrives():
    definition = timer("Date", '=date and time(begun) + duration("PT2H")')
    parts = (start(), user("Z"), user("A"), end(), late(definition), path("S", "Z", "A", "E"))
    run = Runner(file(process(*parts))).do("Z", begun="2026-03-25T11:00:00Z")
    assert run.due == {"T": NOON + timedelta(hours=1)}


def test_a_timer_that_is_due_when_the_token_arrives_fires_at_once():
    run = limited(timer("Date", "2026-03-25T11:00:00Z"))
    assert (run.fired, run.open) == (["T"], ["B"])


def test_an_expression_may_give_a_duration_or_its_text():
    assert limited(duration('=duration("PT90M")')).due == {"T": NOON + timedelta(minutes=90)}
    assert limited(duration("=limit"), variables={"limit": "P1D"}).due == {
        "T": NOON + timedelta(days=1)
    }


def test_the_host_gives_functions():
    host = FakeHost()
    host.extra["working day deadline"] = lambda start, days: start + timedelta(days=days)
    run = limited(timer("Date", "=working day deadline(now(), 2)"), host=host)
    assert run.due == {"T": NOON + timedelta(days=2)}


@pytest.mark.parametrize(
    "definition",
    [
        timer("Date", "=nothing"),
        timer("Date", '="soon"'),
        timer("Date", "=5"),
        duration("=nothing"),
        duration('="24h"'),
        duration('=duration("-PT1H")'),
        duration('="P900000W"'),
    ],
)
def test_a_timer_without_a_time_fails_with_the_reason(definition):
    with pytest.raises(StepFailed, match="The timer “T” cannot start") as failed:
        limited(definition)
    assert failed.value.element_id == "T"


def test_a_function_that_raises_fails_with_the_reason():
    host = FakeHost()
    host.extra["working day deadline"] = lambda _start, _days: 1 / 0
    with pytest.raises(StepFailed, match="division by zero") as failed:
        limited(timer("Date", "=working day deadline(now(), 2)"), host=host)
    assert failed.value.element_id == "T"


def test_twenty_four_hours_are_twenty_four_hours_when_the_clocks_change():
    # 28 March 2026, 16:00 in London; next night the clocks go forward.
    host = FakeHost(datetime(2026, 3, 28, 16, tzinfo=UTC))
    for text in ("PT24H", "P1D"):
        assert limited(duration(text), host=host).due == {
            "T": datetime(2026, 3, 29, 16, tzinfo=UTC)
        }
    back = FakeHost(datetime(2026, 10, 24, 15, tzinfo=UTC))
    assert limited(duration("P1D"), host=back).due == {"T": datetime(2026, 10, 25, 15, tzinfo=UTC)}


def test_a_repeating_timer_fires_until_its_repetitions_are_used_up():
    run = limited(timer("Cycle", "R2/PT24H"), interrupting=False)
    for _ in range(2):
        run.wait(hours=24)
        assert (run.fired, run.told, run.open) == (["T"], ["N"], ["A"])
    run.wait(hours=24)
    assert (run.fired, run.due) == ([], {})
    assert run.do("A").process.is_ended


def test_a_repeating_timer_without_an_end_goes_on_until_the_task_is_done():
    run = limited(timer("Cycle", "R/PT24H"), interrupting=False)
    for day in range(1, 6):
        run.wait(hours=24)
        assert run.fired == ["T"]
        assert run.due == {"T": NOON + timedelta(days=day + 1)}
    assert run.do("A").process.is_ended


def test_repetitions_missed_in_a_downtime_are_told_once_and_counted():
    run = limited(timer("Cycle", "R5/PT24H"), interrupting=False).wait(days=3, hours=1)
    assert run.told == ["N"]
    assert run.process.step.notifications[0].due_at == NOON + timedelta(days=3)
    assert run.due == {"T": NOON + timedelta(days=4)}
    run.wait(days=30)
    assert (run.told, run.due) == (["N"], {})


def test_a_repeating_timer_can_begin_at_a_set_time():
    text = "R3/2026-04-01T09:00:00Z/P1D"
    run = limited(timer("Cycle", text), interrupting=False)
    assert run.due == {"T": datetime(2026, 4, 1, 9, tzinfo=UTC)}


def test_the_state_does_not_grow_with_the_repetitions_of_a_timer():
    run = limited(timer("Cycle", "R/PT1H"), interrupting=False).wait(hours=1)
    size = len(run.process.dump())
    for _ in range(100):
        run.wait(hours=1)
    assert len(run.process.dump()) == size


@pytest.mark.parametrize("saving", [True, False])
@pytest.mark.parametrize("text", ["R/PT24H", "R1/PT24H"])
def test_what_a_repeating_timer_started_outlives_the_task(text, saving):
    again = boundary("T", "A", timer("Cycle", text), interrupting=False) + user("B") + end("F")
    flows = path("S", "A", "E") + path("T", "B", "F")
    run = Runner(file(process(start(), user("A"), end(), again, flows)), saving=saving)
    run.wait(hours=24).do("A")
    assert (run.open, run.due) == (["B"], {})
    assert run.do("B").process.is_ended


def test_timers_that_fire_one_another_without_end_are_stopped():
    parts = (start(), xor("G"), catch("T", duration("PT0S")), path("S", "G", "T"))
    again = flow("T", "G")
    with pytest.raises(RunawayProcess):
        Runner(file(process(*parts, again)))
