"""The facts of a case that went to another version of its procedure are those of its raising."""

import pytest
from sqlalchemy import delete, update

from engine.persistence.case_facts import CaseFacts
from engine.persistence.cases import Case
from engine.reports.keeping import keep_facts
from engine.reports.periods import Period, Span, quarter_of
from engine.reports.report import load_report
from tests.support.engine import OFFICE, RAISER
from tests.support.operating import Desk
from tests.support.standing import follow_old_edition


def report_of(house):
    period = Period(quarter_of(house.clock.now()), Span.QUARTER)
    actor = house.actor("business-manager", OFFICE)
    with house.engine.open_reading() as work:
        return load_report(house.engine, work, actor, "berkshire", period)


def number(report, figure, row):
    return next(one.values[0] for one in report.figures[figure] if one.key == row)


def facts(house):
    return {row.case_id: (row.process_definition_id, unsealed(house, row)) for row in rows(house)}


def rows(house):
    with house.engine.open_reading() as work:
        return work.session.query(CaseFacts).all()


def unsealed(house, row):
    return house.engine.sealer.open_json(row.facts, "case_facts.facts")


def raise_and_move(house, *, first_counted):
    """Raise a case in which all levels were warned, which only 2024 asks; let it go on in 2026."""
    old = follow_old_edition(house)
    started = house.start()
    answers = {"immediate_harm": "no", "concern_remains": "yes", "accelerated": "yes"}
    house.complete(started.case_id, "Task_S0_Raise", RAISER, **answers)
    if first_counted:
        assert keep_facts(house.engine) == 1
    assert Desk(house).operate(started, "migrate", to_version="1").state == "done"
    assert keep_facts(house.engine) == 1
    return old, started


@pytest.mark.parametrize("first_counted", [True, False])
def test_a_moved_case_counts_under_the_version_that_it_was_raised_under(berkshire, first_counted):
    old, started = raise_and_move(berkshire, first_counted=first_counted)
    assert berkshire.case(started.case_id).process_definition_id != old
    report = report_of(berkshire)
    assert {used.version.id: used.raised for used in report.versions}[old] == 1
    assert sum(used.raised for used in report.versions) == 1
    (row,) = rows(berkshire)
    assert row.process_definition_id == unsealed(berkshire, row)[0] == old


def test_its_answers_are_read_with_the_form_that_asked(berkshire):
    raise_and_move(berkshire, first_counted=False)
    assert number(report_of(berkshire), "special", "accelerated") == 1


def test_facts_that_are_gathered_anew_are_as_they_were(berkshire):
    raise_and_move(berkshire, first_counted=True)
    before = facts(berkshire)
    with berkshire.engine.open_unit_of_work() as work:
        work.session.execute(delete(CaseFacts))
        work.session.execute(update(Case).values(counted_history=0))
        work.commit()
    assert keep_facts(berkshire.engine) == 1
    assert facts(berkshire) == before != {}
