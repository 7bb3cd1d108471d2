import logging
import random
import re
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.definitions.checking import check_files
from tests.architecture.source import ROOT
from tests.engine.definitions.examples import block, danger, fork_with_loop
from tests.engine.definitions.writing import (
    EDGES,
    SHAPES,
    bundle_files,
    definitions,
    drawn,
    element,
    end,
    lane,
    path,
    start,
    user_task,
)

SECONDS = 5
EDITION = next(ROOT.glob("workflows/berkshire/2026-*"))
REAL = {path.name: path.read_bytes() for path in EDITION.glob("*.bpmn")}
SEEDS = [
    *REAL.values(),
    danger(),
    block(*fork_with_loop()),
    *(path.read_bytes() for path in sorted(EDITION.parent.glob("*.toml"))),
    (EDITION / "clauses.json").read_bytes(),
]
FILE_NAMES = ["main.bpmn", "procedure.toml", "clauses.json", "forms/A.form", "other.bpmn", "x.xml"]
# What tears a diagram apart more often than single bytes do.
PIECES = [
    b'"',
    b"<",
    b"/>",
    b"=",
    b"\x00",
    b"\xff",
    b"&#0;",
    b"<!DOCTYPE x>",
    b"<![CDATA[",
    b"9" * 400,
    b"NaN",
    b"-1",
    b"",
    b"bpmn:subProcess",
    b"bpmn:process",
]


@pytest.fixture
def no_check_fails(caplog):
    """Hold every check to its word: none may raise, not even where `check_files` would go on."""
    caplog.set_level(logging.ERROR)
    yield
    assert caplog.records == []


def is_quiet(files):
    problems = check_files(files)
    return not [p for p in problems if "could not be finished" in p.message]


@given(st.dictionaries(st.sampled_from(FILE_NAMES), st.binary(max_size=400)))
def test_random_bytes_never_raise(files):
    assert is_quiet(files)


@settings(max_examples=60)
@given(st.data())
def test_mutated_files_never_raise(data):
    source = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(source)))
        length = data.draw(st.integers(0, 60))
        source[place : place + length] = data.draw(st.sampled_from(PIECES))
    for name in ("main.bpmn", "procedure.toml", "clauses.json", "forms/A.form"):
        assert is_quiet(bundle_files() | {name: bytes(source)})


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_diagrams_with_swapped_attributes_never_raise(chance: random.Random):
    """Well-formed files reach the checks themselves: ids, kinds and texts change places."""
    text = chance.choice(list(REAL.values())).decode()
    values = re.findall(r'"([^"<>&]*)"', text)
    for _ in range(chance.randint(1, 40)):
        old, new = chance.choice(values), chance.choice([*values, "", "0", "true", "none"])
        text = text.replace(f'"{old}"', f'"{new}"', chance.randint(1, 3))
    for _ in range(chance.randint(0, 3)):
        kinds = re.findall(r"<bpmn:(\w+) ", text)
        text = re.sub(rf"bpmn:{chance.choice(kinds)}\b", f"bpmn:{chance.choice(kinds)}", text)
    assert is_quiet({**REAL, "berkshire.bpmn": text.encode()})


@pytest.mark.usefixtures("no_check_fails")
@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a b="&y;">&y;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-7"?><a>+ADw-</a>'.encode("ascii"),
        b'<?xml version="1.0" encoding="no-such-code"?><a/>',
        b'<a xmlns:b="&undefined;"/>',
        b"<a:b/>",
        b'<a b="1" b="2"/>',
        b"<a>" * 100_000,
    ],
)
def test_attacks_are_refused_with_a_line_of_the_file(attack):
    problems = [p for p in check_files({"main.bpmn": attack}) if p.check == "readable-file"]
    assert [problem.severity for problem in problems] == ["error"]


@pytest.mark.usefixtures("no_check_fails")
def test_nobody_reads_files_for_a_diagram(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    xml = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    assert "the secret" not in str(check_files({"main.bpmn": xml}))


def long_diagram(tasks):
    """Write a chain of tasks with a layout of 40 rows."""
    ids = ["Begin", *(f"Task_{number}" for number in range(tasks)), "Finish"]
    inner = [start(), *map(user_task, ids[1:-1]), end(), path(*ids)]
    lanes = element("laneSet", lane(*ids), id="Lanes")
    file = definitions(element("process", lanes + "".join(inner), id="test", isExecutable="true"))
    rows = 40
    places = {
        id_: (60 + number // rows * 300, number % rows * 150) for number, id_ in enumerate(ids)
    }
    shapes = {id_: (x, y, 120, 80) for id_, (x, y) in places.items()}
    shapes["Lane_Staff"] = (0, 0, 50_000, rows * 150)
    edges = {
        f"{a}_to_{b}": ((places[a][0] + 120, places[a][1] + 40), (places[b][0], places[b][1] + 40))
        for a, b in pairwise(ids)
    }
    return drawn(file, shapes, edges)


@pytest.mark.usefixtures("no_check_fails")
def test_a_diagram_of_5000_elements_takes_seconds():
    files = bundle_files(long_diagram(2_500))
    began = process_time()
    problems = check_files(files)
    assert process_time() - began < SECONDS
    assert {problem.check for problem in problems} <= {"layout-faults", "engine-reading"}


@pytest.mark.usefixtures("no_check_fails")
def test_elements_upon_each_other_do_not_take_longer():
    heap = long_diagram(1_500)
    heap = re.sub(rb'Bounds x="\d+" y="\d+"', b'Bounds x="100" y="100"', heap)
    began = process_time()
    problems = check_files(bundle_files(heap))
    assert process_time() - began < SECONDS
    assert len(problems) <= 1_000


def test_a_giant_shape_does_not_fill_the_memory():
    giant = SHAPES | {"Lane_Staff": (-900_000, -900_000, 999_999, 999_999)}
    far = EDGES | {"Begin_to_Task_A": ((-900_000, -900_000), (900_000, 900_000))}
    file = drawn(bundle_files()["main.bpmn"], giant, far)
    began = process_time()
    assert check_files(bundle_files(file))
    assert process_time() - began < 1
