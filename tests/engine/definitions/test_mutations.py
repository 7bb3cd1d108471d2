"""Real diagrams, torn apart and joined anew: the checks answer in words, and in time."""

import copy
import logging
import random
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from api.procedure_files import find_editions, read_edition
from engine.definitions.checking import check_files
from tests.architecture.source import ROOT
from tests.engine.definitions.examples import block, danger, fork
from tests.engine.definitions.writing import bundle_files

SECONDS = 5
MOST_CHANGES = 25
EDITIONS = [dict(read_edition(folder).files) for folder in find_editions(ROOT / "workflows")]
SMALL = [bundle_files(danger()), bundle_files(block(*fork()))]
REFERENCES = (
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "calledElement",
    "messageRef",
    "bpmnElement",
)
TEXTS = ["", "=", "=a", '="x"', "=s1_outcome", "PT1H", "R/PT1H", "line-manager", "Begin", "1", "ß"]


@pytest.fixture(autouse=True)
def no_check_fails(caplog):
    caplog.set_level(logging.ERROR)
    yield
    assert caplog.records == []


def elements(root):
    return [element for element in root.iter() if element.getparent() is not None]


def drop(root, chance):
    element = chance.choice(elements(root))
    element.getparent().remove(element)


def duplicate(root, chance):
    element = chance.choice(elements(root))
    element.addnext(copy.deepcopy(element))


def move(root, chance):
    element, target = chance.choice(elements(root)), chance.choice(elements(root))
    if target is not element and element not in target.iterancestors():
        target.append(element)


def rename(root, chance):
    element = chance.choice(elements(root))
    ids = [other.get("id", "") for other in elements(root)]
    element.set("id", chance.choice([*ids, "Start", "End", "Root", "", "a b", "X" * 300]))


def rewire(root, chance):
    ids = [other.get("id", "") for other in elements(root)]
    name = chance.choice(REFERENCES)
    holders = [element for element in elements(root) if element.get(name) is not None]
    if holders:
        chance.choice(holders).set(name, chance.choice([*ids, "nothing", ""]))


def rewrite(root, chance):
    element = chance.choice(elements(root))
    if element.attrib and chance.random() < 0.6:
        element.set(chance.choice(list(element.attrib)), chance.choice(TEXTS))
    else:
        element.text = chance.choice(TEXTS)


def change_kind(root, chance):
    first, second = chance.choice(elements(root)), chance.choice(elements(root))
    first.tag = second.tag


CHANGES = (drop, duplicate, move, rename, rewire, rewrite, change_kind)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False))
def test_torn_diagrams_get_an_answer_in_words_and_in_time(chance: random.Random):
    files = dict(chance.choice([*EDITIONS, *SMALL]))
    for path in [path for path in files if path.endswith(".bpmn")]:
        root = etree.fromstring(files[path])
        for _ in range(chance.randint(0, MOST_CHANGES)):
            chance.choice(CHANGES)(root, chance)
            if len(root) == 0:
                break
        files[path] = etree.tostring(root)
    for path in [path for path in files if chance.random() < 0.05]:
        del files[path]
    began = process_time()
    problems = check_files(files)
    assert process_time() - began < SECONDS
    assert not [p for p in problems if "could not be finished" in p.message]
    assert all(p.message and p.remedy and p.help for p in problems)
