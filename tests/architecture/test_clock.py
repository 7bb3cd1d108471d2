from tests.architecture.source import ROOT, calls, modules, place

CLOCK = ROOT / "engine/clock.py"
TIME_READERS = {
    "date.today",
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "time.time",
    "time.time_ns",
}


def test_only_the_clock_reads_the_time():
    """The linter holds it for the packages under any name; this holds it for the tests as well."""
    others = [path for path in modules("api", "engine", "forms", "tests") if path != CLOCK]
    hits = [
        place(path, line) for path in others for line, call in calls(path) if call in TIME_READERS
    ]
    assert hits == []
