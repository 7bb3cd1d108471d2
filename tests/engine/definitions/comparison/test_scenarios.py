from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only

ONE = b'title: "They talk; all is well"\nclauses: [S0-01]\nsteps: []\n'


def test_a_new_scenario_and_one_that_is_gone():
    with_one = bundle(scenarios__talk=ONE)
    one = only(bundle(), with_one, Kind.SCENARIOS)
    assert (one.change, one.weight, one.clauses) == (Change.ADDED, Weight.WORDING, ("S0-01",))
    assert one.sentence == "New scenario: They talk; all is well."
    assert only(with_one, bundle(), Kind.SCENARIOS).change is Change.REMOVED


def test_a_changed_scenario_shows_its_lines():
    old, new = ONE + b"answers: {a: 1}\n", ONE + b"answers: {a: 2}\n"
    one = only(bundle(scenarios__talk=old), bundle(scenarios__talk=new), Kind.SCENARIOS)
    assert one.sentence == "The scenario “They talk; all is well” reads differently."
    assert (one.old, one.new) == ("answers: {a: 1}", "answers: {a: 2}")
    assert (one.place.id, one.clauses, one.weight) == ("talk", ("S0-01",), Weight.WORDING)


def test_scenarios_in_which_the_same_lines_differ_are_told_together():
    old = bundle(scenarios__talk=ONE, scenarios__meet=ONE, scenarios__write=ONE)
    more = ONE + b"# more\n"
    new = bundle(scenarios__talk=more, scenarios__meet=more, scenarios__write=ONE + b"# other\n")
    several, single = found(old, new, Kind.SCENARIOS)
    assert several.sentence.startswith("2 scenarios differ in the same lines: “They talk")
    assert (several.old, several.new) == ("", "# more")
    assert single.place.id == "write"


def test_a_long_change_is_cut():
    new = ONE + b"".join(b"# %d\n" % number for number in range(100))
    one = only(bundle(scenarios__talk=ONE), bundle(scenarios__talk=new), Kind.SCENARIOS)
    assert one.new.endswith("# 11 / 88 more")


def test_a_scenario_that_is_no_yaml_is_called_after_its_file():
    one = only(bundle(), bundle(scenarios__odd=b"\xff\xfe"), Kind.SCENARIOS)
    assert one.place.name == "odd"
