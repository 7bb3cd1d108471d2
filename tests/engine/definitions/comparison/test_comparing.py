"""The comparison as a whole: nothing goes unseen, and both directions say the same."""

import random
import time

import orjson
import pytest
from lxml import etree

from engine.definitions import names
from engine.definitions.bundle import Bundle, read_folder
from engine.definitions.comparison import Change, Weight, compare_bundles
from engine.definitions.comparison.comparing import COMPARERS
from tests.architecture.source import ROOT
from tests.engine.definitions.comparison.pairs import bundle, compared
from tests.engine.definitions.writing import one_task, process, start, user_task

FORMS = ROOT / "forms/definitions"
EDITIONS = sorted({path.parent for path in ROOT.glob("workflows/*/*/*.bpmn")})
MIRRORED = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
NOT_READ = {"id", "isHorizontal", "isMarkerVisible", "isExpanded", "bpmnElement"}
EDITORS_OWN = ("timeInterval", "use24h", "timeSerializingFormat", "dateFormat")
NOT_SAID = {"incoming", "outgoing"}


def edition(folder):
    return read_folder(folder, FORMS)


@pytest.mark.parametrize(
    "folder", EDITIONS, ids=lambda folder: f"{folder.parent.name}-{folder.name}"
)
def test_an_edition_against_itself_differs_in_nothing(folder):
    comparison = compare_bundles(edition(folder), Bundle(dict(edition(folder).files)))
    assert comparison.is_empty
    assert comparison.summary == ("Nothing differs: both versions have the same files.",)


def keys(comparison):
    return {
        (one.kind, one.change, one.weight, one.place.kind, one.place.id, one.aspect)
        for one in comparison.differences
    }


@pytest.mark.parametrize("others", [0, 1, 2, 3], ids=str)
def test_turning_it_round_mirrors_what_is_new_and_gone(others):
    old, new = edition(EDITIONS[others]), edition(EDITIONS[others + 1])
    mirrored = {
        (kind, MIRRORED.get(change, change), *rest)
        for kind, change, *rest in keys(compare_bundles(new, old))
        if change in MIRRORED
    }
    forward = {found for found in keys(compare_bundles(old, new)) if found[1] in MIRRORED}
    assert forward == mirrored


def test_turning_it_round_swaps_old_and_new_of_what_changed():
    old, new = (
        edition(ROOT / f"workflows/berkshire/{name}") for name in ("2024-05-24", "2026-03-25")
    )
    there = {
        (d.kind, d.place.id, d.aspect): (d.old, d.new)
        for d in compare_bundles(old, new).differences
    }
    back = compare_bundles(new, old).differences
    assert all(
        there[d.kind, d.place.id, d.aspect] == (d.new, d.old)
        for d in back
        if d.change is Change.CHANGED and (d.kind, d.place.id, d.aspect) in there
    )


BERKSHIRE = edition(ROOT / "workflows/berkshire/2026-03-25")


def mutations_of_a_diagram(xml):
    """Yield every attribute and text that is read, by the number of its element."""
    for number, element in enumerate(etree.fromstring(xml).iter("*")):
        if etree.QName(element).localname in NOT_SAID or element.getparent() is None:
            continue
        for name in element.attrib:
            if etree.QName(name).localname not in NOT_READ and not name.endswith("}type"):
                yield number, name
        if element.text and element.text.strip():
            yield number, None


def mutated(xml, number, name):
    root = etree.fromstring(xml)
    element = list(root.iter("*"))[number]
    if name is None:
        element.text = f"{element.text.strip()}x"
    else:
        value = element.get(name)
        numeric = value.replace(".", "").lstrip("-").isdigit() and not names.kind(element)
        element.set(name, str(float(value) + 40) if numeric else f"{value}x")
    return etree.tostring(root)


def test_nothing_that_a_diagram_says_goes_unseen():
    xml = BERKSHIRE.files["berkshire.bpmn"]
    every = list(mutations_of_a_diagram(xml))
    assert len(every) > 1_000
    unseen = []
    for number, name in random.Random(7).sample(every, 50):
        changed = Bundle({**BERKSHIRE.files, "berkshire.bpmn": mutated(xml, number, name)})
        found = [d for d in compare_bundles(BERKSHIRE, changed).differences if d.aspect != "saved"]
        if not found:
            element = list(etree.fromstring(xml).iter("*"))[number]
            unseen.append((etree.tostring(element)[-200:], name))
    assert unseen == []


def leaves(value, way=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*way, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, (*way, number))
    else:
        yield way


def with_leaf(document, way):
    copy = orjson.loads(orjson.dumps(document))
    at = copy
    for step in way[:-1]:
        at = at[step]
    value = at[way[-1]]
    at[way[-1]] = (
        (not value)
        if isinstance(value, bool)
        else value + 1
        if isinstance(value, int)
        else f"{value}x"
    )
    return copy


@pytest.mark.parametrize(
    "name", ["forms/BRK-S4-ARRANGE.form", "forms/BRK-RAISE.form", "clauses.json"]
)
def test_nothing_that_a_form_or_a_clause_says_goes_unseen(name):
    document = orjson.loads(BERKSHIRE.files[name])
    ignored = {"exporter", "executionPlatform", "executionPlatformVersion", "schemaVersion"}
    ignored |= (
        {"name", "version", "text_language", "published", "title"}
        if name == "clauses.json"
        else set()
    )
    ways = [way for way in leaves(document) if way[0] not in ignored and way != ("id",)]
    ways = [way for way in ways if way[-1] not in {"showOutline", *EDITORS_OWN}]
    unseen = []
    for way in random.Random(7).sample(ways, min(25, len(ways))):
        changed = Bundle({**BERKSHIRE.files, name: orjson.dumps(with_leaf(document, way))})
        found = compare_bundles(BERKSHIRE, changed).differences
        if not [one for one in found if one.aspect != "saved"]:
            unseen.append(way)
    assert unseen == []


def test_what_was_only_saved_anew_is_told_apart():
    old = bundle()
    new = bundle(one_task().replace(b"\n", b"\n\n"))
    (one,) = compared(old, new).differences
    assert (one.aspect, one.weight) == ("saved", Weight.DRAWING)


def test_what_cannot_be_read_is_said_and_nothing_is_raised():
    comparison = compared(bundle(), bundle(b"<no", clauses=b"{", procedure=b"="))
    assert len(comparison.unread) == 3
    assert all("cannot be read" in words for words in comparison.unread)
    assert {one.place.id for one in comparison.differences if one.aspect == "unread"} == {
        "clauses.json",
        "main.bpmn",
        "procedure.toml",
    }


def test_every_comparer_is_listed_once():
    assert len(set(COMPARERS)) == len(COMPARERS)


def test_the_pair_of_berkshire_takes_less_than_a_second():
    old, new = (
        edition(ROOT / f"workflows/berkshire/{name}") for name in ("2024-05-24", "2026-03-25")
    )
    began = time.perf_counter()
    compare_bundles(old, new)
    assert time.perf_counter() - began < 1


def big(changed=()):
    tasks = [
        user_task(f"Task_{number}", stage="S1" if number in changed else "S0")
        for number in range(2_500)
    ]
    flows = [
        f'<bpmn:sequenceFlow id="F{n}" sourceRef="Task_{n}" targetRef="Task_{n + 1}"/>'
        for n in range(2_499)
    ]
    return bundle(process(start(), *tasks, *flows))


def test_five_thousand_elements_take_less_than_ten_seconds():
    old, new = big(), big(range(0, 2_500, 5))
    renumbered = Bundle(
        {**new.files, "main.bpmn": new.files["main.bpmn"].replace(b'"Task_', b'"Step_')}
    )
    began = time.perf_counter()
    assert len(compare_bundles(old, new).differences) == 500
    compare_bundles(old, renumbered)
    assert time.perf_counter() - began < 10
