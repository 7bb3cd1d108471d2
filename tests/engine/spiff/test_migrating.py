"""An instance goes on in another version: what stays, what is set anew, what cannot go."""

from datetime import timedelta

import pytest

from engine.spiff.migrating import MigrationRefused, Route, migrate_state
from engine.spiff.process import RunningProcess
from engine.spiff.reading import read_diagrams
from tests.engine.spiff.diagrams import (
    boundary,
    call,
    duration,
    each,
    end,
    file,
    flow,
    node,
    notify,
    path,
    process,
    start,
    sub,
    timer,
    user,
)
from tests.engine.spiff.running import NOON, FakeHost, Runner


class Moved:
    """An instance that has been taken to another version, saved, and loaded again."""

    def __init__(self, run, *sources):
        new = read_diagrams({f"{i}.bpmn": source for i, source in enumerate(sources)})
        route = Route(run.library, new, run.process.process_id)
        state = run.process.dump()
        opened = dict.fromkeys(run.process.open_tasks, NOON)
        process = migrate_state(route, state, run.host, FakeHost, opened.get)
        self.told = process.step
        run.library, run.process = new, process
        run.reload()
        self.run = run


def one_task(*more, name="A"):
    return file(process(start(), user(name), end(), path("S", name, "E"), *more))


def limited(definition, *, interrupting=False, host="A"):
    limit = boundary("T", host, definition, interrupting=interrupting)
    return one_task(limit, notify("N"), end("F"), path("T", "N", "F"))


def test_ids_and_due_times_stay_and_nothing_moves():
    run = Runner(limited(duration("PT24H")))
    tasks, timers = set(run.process.open_tasks), dict(run.process.timers)
    run.host.wait(hours=30)
    moved = Moved(run, limited(duration("PT24H")))
    assert set(run.process.open_tasks) == tasks
    assert dict(run.process.timers) == timers
    assert (moved.told.fired, moved.told.passed) == ((), ())
    run.process.advance()
    assert run.fired == ["T"]


def test_a_changed_limit_counts_from_the_original_start():
    run = Runner(limited(duration("PT24H")))
    run.host.wait(hours=10)
    Moved(run, limited(duration("PT48H")))
    assert run.due == {"T": NOON + timedelta(hours=48)}


def test_a_shorter_limit_ends_at_the_earliest_in_an_hour():
    run = Runner(limited(duration("PT24H")))
    run.host.wait(hours=10)
    Moved(run, limited(duration("PT5H")))
    assert run.due == {"T": NOON + timedelta(hours=11)}


def test_a_limit_that_somebody_set_by_hand_stays_while_the_version_has_the_same_limit():
    run = Runner(limited(duration("PT24H")))
    (timer,) = run.process.timers
    run.process.clocks.set_due(timer, NOON + timedelta(hours=90))
    Moved(run, limited(duration("PT24H")))
    assert run.due == {"T": NOON + timedelta(hours=90)}


def test_a_limit_that_the_version_adds_counts_from_when_the_step_was_opened():
    run = Runner(one_task())
    run.host.wait(hours=10)
    Moved(run, limited(duration("PT24H"), interrupting=True))
    assert run.due == {"T": NOON + timedelta(hours=24)}
    run.wait(hours=14)
    assert (run.fired, run.open, run.process.is_ended) == (["T"], [], True)


def test_completing_a_step_ends_the_limit_that_was_added():
    run = Runner(one_task())
    Moved(run, limited(duration("PT24H")))
    run.do("A")
    assert (run.due, run.process.is_ended) == ({}, True)


def test_a_limit_that_the_version_has_not_is_taken_away():
    run = Runner(limited(duration("PT24H")))
    Moved(run, one_task())
    assert run.due == {}
    run.wait(hours=48)
    assert run.open == ["A"]
    run.do("A")
    assert run.process.is_ended


def test_a_limit_that_has_passed_is_not_begun_again():
    run = Runner(limited(duration("PT24H"))).wait(hours=30)
    Moved(run, limited(duration("PT48H")))
    assert run.due == {}


def test_a_limit_that_has_just_passed_is_told_and_not_put_off():
    run = Runner(limited(duration("PT24H"), interrupting=True))
    run.host.wait(hours=24)
    Moved(run, limited(duration("PT48H"), interrupting=True))
    assert run.due == {"T": NOON + timedelta(hours=24)}
    run.process.advance()
    assert (run.fired, run.open) == (["T"], [])


def test_a_reminder_goes_on_and_is_not_told_oftener():
    run = Runner(limited(timer("Cycle", "R3/PT24H"))).wait(hours=25)
    Moved(run, limited(timer("Cycle", "R5/PT12H")))
    assert run.due == {"T": run.host.now() + timedelta(hours=1)}
    run.wait(hours=1)
    run.wait(hours=12)
    assert run.due == {}


def test_the_limit_of_a_sub_process_keeps_its_beginning():
    def bundle(span):
        inside = start("S2") + user("A") + user("B") + end("E2") + path("S2", "A", "B", "E2")
        limit = boundary("T", "Sub", duration(span), interrupting=False)
        return file(
            process(
                start(),
                sub("Sub", inside),
                end(),
                path("S", "Sub", "E"),
                limit,
                end("F"),
                flow("T", "F"),
            )
        )

    run = Runner(bundle("PT24H"))
    run.host.wait(hours=10)
    run.do("A")
    Moved(run, bundle("PT48H"))
    assert (run.open, run.due) == (["B"], {"T": NOON + timedelta(hours=48)})


def test_a_removed_step_keeps_an_instance_from_going():
    run = Runner(one_task())
    with pytest.raises(MigrationRefused, match="stands on “A”, which the new version does not"):
        Moved(run, one_task(name="B"))


def test_another_kind_of_step_keeps_it_from_going():
    run = Runner(one_task())
    other = file(
        process(
            start(),
            sub("A", start("S2") + end("E2") + flow("S2", "E2")),
            end(),
            path("S", "A", "E"),
        )
    )
    with pytest.raises(MigrationRefused, match="another kind"):
        Moved(run, other)


def half_done(output="answers", variable="agency"):
    return file(
        process(start(), each("A", output=output, variable=variable), end(), path("S", "A", "E"))
    )


def test_a_half_finished_step_of_each_agency_stays_half_finished():
    run = Runner(half_done(), variables={"agencies": ["x", "y", "z"]}).do("A", yes=True)
    before = {task.agency for task in run.process.open_tasks.values()}
    Moved(run, half_done())
    assert {task.agency for task in run.process.open_tasks.values()} == before
    run.do("A").do("A")
    assert [one["agency"] for one in run.process.variables["answers"]] == ["x", "y", "z"]
    assert run.process.is_ended


def test_a_limit_is_added_to_a_step_of_each_agency():
    run = Runner(half_done(), variables={"agencies": ["x", "y"]}).do("A")
    limit = boundary("T", "A", duration("PT24H"), interrupting=True) + end("F") + flow("T", "F")
    new = file(process(start(), each("A", output="answers"), end(), path("S", "A", "E"), limit))
    Moved(run, new)
    (timer,) = run.process.timers.values()
    assert timer.attached_task_ids == tuple(run.process.open_tasks)
    run.wait(hours=24)
    assert (run.open, run.process.is_ended) == ([], True)


def test_answers_that_would_be_collected_elsewhere_keep_a_half_finished_step_from_going():
    run = Runner(half_done(), variables={"agencies": ["x", "y"]}).do("A")
    with pytest.raises(MigrationRefused, match="half done"):
        Moved(run, half_done(output="others"))


def recording(recipients):
    handed = f'<camunda:in sourceExpression="=&quot;{recipients}&quot;" target="recipients"/>'
    main = process(start(), call("Call", "record", handed), end(), path("S", "Call", "E"))
    record = process(start("S2"), user("R"), end("E2"), path("S2", "R", "E2"), process_id="record")
    return file(main, record)


def test_a_record_under_way_gets_what_the_new_version_hands_over():
    run = Runner(recording("managers"), process_id="main")
    Moved(run, recording("practitioners"))
    (task,) = run.process.open_tasks
    assert run.process.variables_at(task)["recipients"] == "practitioners"
    run.do("R")
    assert run.process.is_ended


def parallel(*branches):
    arrows = "".join(flow("Split", one) + flow(one, "Join") for one in branches)
    tasks = "".join(user(one) for one in branches)
    return file(
        process(
            start(),
            node("parallelGateway", "Split"),
            node("parallelGateway", "Join"),
            tasks,
            end(),
            arrows,
            flow("S", "Split"),
            flow("Join", "E"),
        )
    )


def test_branches_side_by_side_go_on_and_meet():
    run = Runner(parallel("A", "B")).do("A")
    Moved(run, parallel("A", "B"))
    run.do("B")
    assert run.process.is_ended


def test_a_branch_that_was_never_begun_keeps_it_from_going():
    run = Runner(parallel("A", "B")).do("A")
    with pytest.raises(MigrationRefused, match="wait for ever at “Join”"):
        Moved(run, parallel("A", "B", "C"))


def test_a_step_that_stood_alone_cannot_become_one_of_two_branches():
    run = Runner(one_task())
    with pytest.raises(MigrationRefused, match="wait for ever"):
        Moved(run, parallel("A", "B"))


def test_a_branch_that_is_gone_keeps_its_waiting_token_from_going():
    run = Runner(parallel("A", "B", "C")).do("A")
    run.do("B")
    with pytest.raises(MigrationRefused, match="waits at “Join”"):
        Moved(run, parallel("B", "C"))


def test_another_process_is_refused():
    run = Runner(one_task())
    with pytest.raises(MigrationRefused, match="does not have this process"):
        Moved(run, file(process(start(), end(), flow("S", "E"), process_id="other")))


def test_the_old_state_is_as_it_was():
    run = Runner(limited(duration("PT24H")))
    state = run.process.dump()
    Moved(run, one_task())
    old = read_diagrams({"0.bpmn": limited(duration("PT24H"))})
    again = RunningProcess.load(old, "main", state, FakeHost())
    assert [timer.element_id for timer in again.timers.values()] == ["T"]
