"""Drafts: nothing that was typed is overwritten unseen, and nothing is dropped."""

from datetime import timedelta

import pytest

from engine.errors import DraftChangedError
from engine.runtime.drafts import NO_DRAFT, save_draft
from engine.runtime.task_forms import open_form
from tests.support.engine import RAISER


@pytest.fixture
def raising(berkshire):
    return berkshire.start().user_task_id


@pytest.fixture
def school(berkshire):
    return berkshire.actor(*RAISER)


def shown(berkshire, school, raising):
    with berkshire.engine.open_reading() as work:
        return open_form(berkshire.engine, work, school, raising)


def save(berkshire, school, raising, text, **seen):
    berkshire.clock.set(berkshire.clock.now() + timedelta(minutes=1))
    answers = {"concern_summary": text}
    return save_draft(berkshire.engine, school, raising, answers, **seen)


def test_what_another_tab_saved_since_is_not_overwritten(berkshire, school, raising):
    first = save(berkshire, school, raising, "first tab", seen=NO_DRAFT)
    with pytest.raises(DraftChangedError) as refused:
        save(berkshire, school, raising, "second tab", seen=NO_DRAFT)
    assert refused.value.at == first
    assert shown(berkshire, school, raising).answers == {"concern_summary": "first tab"}


def test_whoever_has_seen_the_newest_draft_goes_on_from_it(berkshire, school, raising):
    first = save(berkshire, school, raising, "typed", seen=NO_DRAFT)
    second = save(berkshire, school, raising, "typed on", seen=first)
    assert second > first
    with pytest.raises(DraftChangedError):
        save(berkshire, school, raising, "from the page before", seen=first)


def test_a_program_that_does_not_say_what_it_has_seen_writes_the_newest(berkshire, school, raising):
    save(berkshire, school, raising, "first")
    save(berkshire, school, raising, "second")
    assert shown(berkshire, school, raising).answers == {"concern_summary": "second"}


def test_answers_to_questions_that_are_gone_stay_and_are_shown(berkshire, school, raising):
    save_draft(berkshire.engine, school, raising, {"asked_before": "typed", "late_words": "why"})
    save(berkshire, school, raising, "typed into the newer form")
    form = shown(berkshire, school, raising)
    assert form.leftovers == {"asked_before": "typed"}
    assert form.answers["concern_summary"] == "typed into the newer form"


def test_a_newer_text_for_a_question_that_is_gone_replaces_the_older_one(
    berkshire, school, raising
):
    for text in ("older", "newer"):
        save_draft(berkshire.engine, school, raising, {"asked_before": text})
    assert shown(berkshire, school, raising).leftovers == {"asked_before": "newer"}


def test_what_the_form_still_asks_is_no_leftover(berkshire, school, raising):
    save(berkshire, school, raising, "typed")
    save_draft(berkshire.engine, school, raising, {})
    form = shown(berkshire, school, raising)
    assert (form.leftovers, form.answers) == ({}, {})
