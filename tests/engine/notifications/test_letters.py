"""What a notice says."""

import re
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notifications.letter import time_in_words, write_letter
from engine.notifications.turn import groups_in_words
from engine.notifications.wording import GENERAL
from engine.notifications.wordings import WORDINGS

FACTS = {
    "reference": "BRK-2026-000001",
    "procedure": "Escalation",
    "stage": "S1",
    "stage_title": "Line managers",
    "name": "Tell next level",
    "clauses": ["S1-04"],
    "outcome": "resolved",
    "due_at": "2026-08-29T15:00:00+00:00",
    "at": "2026-09-01T08:00:00+00:00",
}
KNOWN_WORDS = {"reference", "stage", "name", "outcome", "not_reached"}
WORKFLOWS = Path(__file__).parents[3] / "workflows"
FORMS = Path(__file__).parents[3] / "forms" / "definitions"


def _write(template="S1_OVERDUE", **facts):
    return write_letter(template, FACTS | facts, "https://concord.example")


def test_a_notice_names_case_stage_procedure_clause_limit_and_the_way_there():
    letter = _write()
    assert letter.subject == "BRK-2026-000001: the line managers’ contact is overdue"
    assert letter.body.split("\n\n")[2:] == [
        "The time limit ended on Saturday 29 August 2026, 16:00.",
        "Case BRK-2026-000001, stage “Line managers”, procedure “Escalation”, clause S1-04.",
        "https://concord.example/cases/BRK-2026-000001",
    ]


def test_somebody_who_may_not_see_the_case_gets_no_link():
    body = write_letter("S1_OVERDUE", FACTS, None).body
    assert "://" not in body
    assert body.endswith("clause S1-04.")


def test_the_limit_that_passed_is_told_and_not_the_time_of_sending():
    assert "29 August" in _write().body
    assert "September" not in _write().body
    assert "time limit ended" not in _write(due_at=None).body


def test_a_limit_that_passed_says_with_whom_it_is_and_who_is_told_next():
    line, following = ["line-manager", "Reading School"], ["next-level-manager", "Reading School"]
    still = _write(is_with=[line], still=True, told_too=[following]).body.split("\n\n")
    assert still[3] == (
        "It is still with the line managers of Reading School. "
        "Told now as well: the next-level managers of Reading School."
    )
    moved = _write("S0_REPORTED", is_with=[line], still=False, told_too=[]).body.split("\n\n")
    assert moved[3] == "It is now with the line managers of Reading School."


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (
            [("line-manager", "A School"), ("line-manager", "A Council")],
            "the line managers of A School and A Council",
        ),
        (
            [("line-manager", "A"), ("line-manager", "B"), ("line-manager", "C")],
            "the line managers of A, B and C",
        ),
        (
            [("line-manager", "A"), ("safeguarding-lead", "A"), ("business-manager", "Office")],
            "the line managers and safeguarding leads of A and the business manager of Office",
        ),
    ],
)
def test_groups_are_told_by_role_and_agency(groups, words):
    assert groups_in_words(groups) == words


def test_the_next_contact_is_told_whom_to_ring_in_roles_and_numbers():
    letter = _write(
        "DANGER_NEXT_CONTACT",
        not_reached=["line-manager", "Reading School"],
        telephone="0118 496 0000",
        out_of_hours="Ring the duty team on 0118 496 0001.",
        due_at=None,
    )
    assert "act at once" in letter.subject
    paragraphs = letter.body.split("\n\n")
    assert "did not reach the line manager of Reading School" in paragraphs[0]
    assert paragraphs[1].startswith("If the child may be harmed now, ring 999")
    assert paragraphs[2] == (
        "Telephone: 0118 496 0000. Out of hours: Ring the duty team on 0118 496 0001."
    )


def test_danger_says_999_before_anything_else_is_asked():
    letter = _write("DANGER")
    _, to_do, *_ = letter.body.split("\n\n")
    assert to_do.startswith("If the child may be harmed now, ring 999")
    assert "act at once" in letter.subject


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("resolved", "the difference is resolved"),
        ("not_resolved", "the difference is not resolved"),
        ("decided", "a final decision"),
        (None, "an outcome has been recorded"),
        ("what a person typed", "an outcome has been recorded"),
    ],
)
def test_an_outcome_is_told_in_known_words_only(outcome, words):
    body = _write("OUTCOME", outcome=outcome).body
    assert words in body
    assert "typed" not in body


@pytest.mark.parametrize("template", [*WORDINGS, "UNKNOWN"])
def test_only_known_facts_are_told_whatever_else_the_outbox_holds(template):
    letter = _write(template, child="Sam", identity_hint="Sam", concern="about Sam", at="Sam")
    assert "Sam" not in letter.subject + letter.body


def test_a_text_that_nobody_wrote_is_built_from_the_elements_label():
    letter = _write("NOBODY_WROTE_IT", name="Tell the procedures\n group")
    assert letter.subject == "BRK-2026-000001: Tell the procedures group"
    assert letter.body.startswith("Tell the procedures group.")


@pytest.mark.parametrize("wording", [*WORDINGS.values(), GENERAL], ids=[*WORDINGS, "general"])
def test_texts_use_known_words_and_say_nothing_of_the_length_of_a_limit(wording):
    texts = (wording.subject, wording.happened, wording.to_do)
    for text in texts:
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert used <= KNOWN_WORDS
        # The diagram is the program: a limit that it changes must not stand here as well.
        assert not re.search(r"\d+ ?hours|working day", text)


def test_every_template_of_a_diagram_or_a_form_has_its_own_text():
    sources = [path.read_text(encoding="utf-8") for path in WORKFLOWS.rglob("*.bpmn")]
    forms = [path.read_text(encoding="utf-8") for path in FORMS.rglob("*.form")]
    named = re.findall(r'name="template" value="([^"]+)"', "".join(sources))
    named += re.findall(r'"tellsTemplate": *"([^"]+)"', "".join(forms))
    assert named
    assert set(named) <= set(WORDINGS)


@given(st.sampled_from([*WORDINGS, "ANYTHING"]), st.text(), st.text())
def test_whatever_a_label_holds_the_subject_stays_one_short_line(template, name, stage):
    letter = _write(template, name=name, stage_title=stage)
    assert len(letter.subject) <= 150
    assert len(letter.subject.splitlines()) == 1
    assert letter.body.endswith("https://concord.example/cases/BRK-2026-000001")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 1, 5, 0, 5, tzinfo=UTC), "Monday 5 January 2026, 00:05"),
        (datetime(2026, 7, 5, 11, 0, tzinfo=UTC), "Sunday 5 July 2026, 12:00"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sunday 29 March 2026, 02:00"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "Thursday 31 December 2026, 23:59"),
    ],
)
def test_times_are_written_as_on_the_pages(moment, words):
    assert time_in_words(moment) == words
