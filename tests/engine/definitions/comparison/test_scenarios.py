from engine.definitions.comparison import Change, Weight
from tests.engine.definitions.comparison.pairs import Kind, bundle, only

ONE = b'title: "They talk; all is well"\nclauses: [S0-01]\nsteps: []\n'


def test_a_new_scenario_and_one_that_is_gone():
    with_one = bundle(scenarios__talk=ONE)
    one = only(bundle(), with_one, Kind.SCENARIOS)
    assert (one.change, one.weight, one.clauses) == (Change.ADDED, Weight.WORDING, ("S0-01",))
    assert one.sentence == "New scenario: They talk; all is well."
    assert only(with_one, bundle(), Kind.SCENARIOS).change is Change.REMOVED


def test_changed_scenarios_are_told_together():
    one = only(bundle(scenarios__talk=ONE), bundle(scenarios__talk=ONE + b"#"), Kind.SCENARIOS)
    assert one.sentence.startswith("1 scenario has other answers or expectations: “They talk")


def test_a_scenario_that_is_no_yaml_is_called_after_its_file():
    one = only(bundle(), bundle(scenarios__odd=b"\xff\xfe"), Kind.SCENARIOS)
    assert one.place.name == "odd"
