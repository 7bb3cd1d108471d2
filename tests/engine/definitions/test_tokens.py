"""Which parallel joins could wait for ever, on cases where it is not plain to see."""

import pytest

from engine.definitions.diagram import read_diagram
from engine.definitions.tokens import stuck_joins
from tests.engine.definitions.writing import (
    boundary,
    element,
    end,
    flow,
    gateway,
    path,
    process,
    start,
    user_task,
)

PARALLEL = "parallelGateway"
FORK = (
    start(),
    gateway("Fork", PARALLEL),
    user_task("Left"),
    user_task("Right"),
    gateway("Join", PARALLEL),
    end(),
    path("Begin", "Fork", "Left"),
    path("Fork", "Right", "Join", "Finish"),
)


def stuck(*parts):
    diagram = read_diagram("main.bpmn", process(*parts))
    return [join.id for _, nodes in diagram.scopes for join in stuck_joins(nodes)]


def test_a_fork_and_its_join_go_on():
    assert stuck(*FORK, path("Left", "Join")) == []


def test_a_choice_inside_a_branch_that_is_merged_goes_on():
    merged = (gateway("Way"), gateway("Merge"), user_task("Extra"))
    ways = (path("Left", "Way", "Merge", "Join"), path("Way", "Extra", "Merge"))
    assert stuck(*FORK, *merged, *ways) == []


def test_a_choice_inside_a_branch_that_leads_to_the_join_twice_stops():
    ways = (path("Left", "Way", "Join"), path("Way", "Extra", "Join"))
    assert stuck(*FORK, gateway("Way"), user_task("Extra"), *ways) == ["Join"]


def test_a_branch_that_ends_by_itself_stops_the_other():
    assert stuck(*FORK, end("Alone"), path("Left", "Alone")) == []  # one flow alone is no join
    third = (user_task("Third"), path("Fork", "Third", "Join"))
    assert stuck(*FORK, *third, end("Alone"), path("Left", "Alone")) == []
    ways = (gateway("Way"), path("Left", "Way", "Join"), path("Way", "Alone"))
    assert stuck(*FORK, end("Alone"), *ways) == ["Join"]


def test_an_end_that_ends_everything_leaves_nothing_waiting():
    stop = end("Stop", element("terminateEventDefinition"))
    ways = (gateway("Way"), path("Left", "Way", "Join"), path("Way", "Stop"))
    assert stuck(*FORK, stop, *ways) == []


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_clock_that_leads_past_the_join_stops_only_when_it_interrupts(interrupting):
    clock = boundary("Clock", "Left", interrupting=interrupting)
    parts = (*FORK, clock, end("Late"), path("Left", "Join"), path("Clock", "Late"))
    assert stuck(*parts) == (["Join"] if interrupting else [])


def test_a_clock_that_leads_to_the_branch_goes_on():
    parts = (boundary("Clock", "Left"), gateway("Merge"))
    assert stuck(*FORK, *parts, path("Left", "Merge", "Join"), path("Clock", "Merge")) == []


def test_a_join_that_only_an_event_gateway_feeds_stops():
    events = [
        element("intermediateCatchEvent", element("timerEventDefinition"), id=id_)
        for id_ in ("First", "Second")
    ]
    parts = (
        start(),
        gateway("Wait", "eventBasedGateway"),
        *events,
        gateway("Join", PARALLEL),
        end(),
    )
    ways = (path("Begin", "Wait", "First", "Join", "Finish"), path("Wait", "Second", "Join"))
    assert stuck(*parts, *ways) == ["Join"]


def wide(branches, length, *more):
    """Write a block with many long branches, and perhaps something `more`."""
    steps = [[f"T{row}_{place}" for place in range(length)] for row in range(branches)]
    return (
        start(),
        gateway("Fork", PARALLEL),
        gateway("Join", PARALLEL),
        end(),
        path("Begin", "Fork"),
        path("Join", "Finish"),
        *(user_task(id_) for row in steps for id_ in row),
        *(path("Fork", *row, "Join") for row in steps),
        *more,
    )


def test_a_wide_block_with_long_branches_is_played_through():
    assert stuck(*wide(40, 8)) == []
    late = (boundary("Clock", "T39_7"), end("Late"), path("Clock", "Late"))
    assert stuck(*wide(40, 8, *late)) == ["Join"]


def test_blocks_one_after_the_other_are_told_apart():
    second = (
        user_task("A"),
        user_task("B"),
        gateway("Fork_2"),
        gateway("Join_2", PARALLEL),
        end("Finish_2"),
        flow("Join", "Fork_2"),
        path("Fork_2", "A", "Join_2", "Finish_2"),
        path("Fork_2", "B", "Join_2"),
    )
    first = [part for part in FORK if "Finish" not in part]
    assert stuck(*first, path("Fork", "Right", "Join"), path("Left", "Join"), *second) == ["Join_2"]


def test_what_is_too_large_is_not_judged():
    assert stuck(*wide(400, 1)) == []
