"""What the checks say of the editions that come with Concord, each warning with its reason."""

import re

import pytest

from api.procedure_files import find_editions, read_edition
from engine.definitions.checking import check_files
from engine.definitions.checks import impossible_conditions, unasked_answers
from engine.definitions.subject import read_subject
from tests.architecture.source import ROOT

WORKFLOWS = ROOT / "workflows"
EDITIONS = {
    folder.relative_to(WORKFLOWS).as_posix(): dict(read_edition(folder).files)
    for folder in find_editions(WORKFLOWS)
}
WARNINGS: dict[str, list[tuple[str, str | None]]] = {name: [] for name in EDITIONS}
"""Check and element of every warning. There are none: each one that came up was a rule to sharpen.

The same question, end or clock at every stage, and calls of the same diagram, may share a name.
"""
CONDITION = re.compile(r"(<bpmn:conditionExpression[^>]*>)([^<]*)<")
LITERAL = re.compile(r'"([^"]*)"|&quot;(.*?)&quot;')


def conditions():
    """Give the place of every condition of every edition."""
    for name, files in EDITIONS.items():
        for path, content in files.items():
            if path.endswith(".bpmn"):
                for found in CONDITION.finditer(content.decode()):
                    yield name, path, found


@pytest.mark.parametrize("name", EDITIONS)
def test_the_warnings_of_an_edition_are_known(name):
    problems = check_files(EDITIONS[name])
    assert [problem for problem in problems if problem.is_error] == []
    assert [(problem.check, problem.element_id) for problem in problems] == WARNINGS[name]


def test_every_mistyped_answer_in_a_condition_is_found():
    tried = 0
    for name, path, condition in conditions():
        text = EDITIONS[name][path].decode()
        for literal in LITERAL.finditer(condition[2]):
            group = 1 if literal[1] is not None else 2
            place = condition.start(2) + literal.end(group)
            changed = f"{text[:place]}x{text[place:]}".encode()
            subject = read_subject(EDITIONS[name] | {path: changed})
            assert any(impossible_conditions.check(subject)), condition[2]
            tried += 1
    assert tried > 90


def test_every_mistyped_question_in_a_condition_is_found():
    for name, path, condition in conditions():
        text = EDITIONS[name][path].decode()
        key = re.search(r"\b([a-z]\w*_\w+)\b", LITERAL.sub("", condition[2]))
        if key is not None:
            start = condition[2].index(key[1])
            place = condition.start(2) + start + len(key[1])
            changed = f"{text[:place]}q{text[place:]}".encode()
            subject = read_subject(EDITIONS[name] | {path: changed})
            found = [*unasked_answers.check(subject), *impossible_conditions.check(subject)]
            assert found, condition[2]
