from concurrent.futures import ThreadPoolExecutor

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
    path,
    process,
    start,
    user,
    xor,
)
from tests.engine.spiff.running import FakeHost


def everything():
    """Return a library with a call, a timer, a repeated task, a join and a loop."""
    called = process(
        start("S2"),
        each("R", output="records"),
        end("E2"),
        path("S2", "R", "E2"),
        process_id="called",
    )
    mappings = '<camunda:in variables="all"/><camunda:out source="records" target="records"/>'
    late = boundary("T", "A", duration("PT1H"), interrupting=False) + end("F") + path("T", "F")
    fork = path("S", "M", "P", "A", "J", "C", "G") + path("P", "B", "J")
    again = flow("G", "M", "=n < 3") + flow("G", "E")
    gateways = (
        node("parallelGateway", "P") + node("parallelGateway", "J") + xor("G", "G-E") + xor("M")
    )
    parts = (start(), gateways, user("A"), user("B"), call("C", "called", mappings), late, end())
    return read_diagrams({"a.bpmn": file(process(*parts, fork, again), called)})


def history(library, number):
    """Run an instance to its end, and return everything that happened."""
    host, told = FakeHost(), []
    run = RunningProcess.start(library, "main", host, {"n": 0, "agencies": [str(number), "y"]})
    for round_number in range(1, 5):
        for element_id in ("A", "B", "R", "R"):
            host.wait(hours=number % 3)
            run = RunningProcess.load(library, "main", run.dump(), host)
            run.advance()
            tasks = [t for t in run.open_tasks.values() if t.element_id == element_id]
            run.complete(tasks[0].id, {"n": round_number, "who": number})
            step = run.step
            told.append((step.passed, step.flows, step.fired, step.ends, dict(run.variables)))
            if run.is_ended:
                return told
    return told


def test_eight_threads_share_a_library():
    library = everything()
    alone = [history(library, number) for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(history, [library] * 24 * 8, list(range(24)) * 8))
    assert alone[0][-1][3] == ("E",)
    assert together == alone * 8


def test_running_does_not_change_the_specifications():
    library = everything()
    before = picture(library)
    history(library, 1)
    assert picture(library) == before


def picture(library):
    """Return what specifications hold that running could change."""
    return {
        (process_id, spec.name): (
            list(spec._inputs),
            list(spec._outputs),
            dict(spec.data),
            spec.ways,
            spec.completed_event.n_subscribers(),
            len(process.task_specs),
        )
        for process_id, process in library.specs.items()
        for spec in process.task_specs.values()
    }
