"""Facts are written once for each change, and large reports are counted ahead."""

import pytest
from sqlalchemy import event

from engine.errors import NotFoundError, ReportNotMadeError
from engine.persistence.case_facts import CaseFacts
from engine.persistence.cases import Case
from engine.persistence.tables import METADATA
from engine.reports.keeping import facts_wait, keep_facts
from engine.reports.keeping_reports import keep_reports
from engine.reports.periods import Period, Span, quarter_of
from engine.reports.report import list_partnerships, load_report
from tests.support.engine import MANAGER, OFFICE

KEY = "berkshire"


def test_facts_are_written_when_a_case_is_raised_and_again_when_it_changes(berkshire):
    berkshire.start()
    assert keep_facts(berkshire.engine) == 0
    started = berkshire.climb("Task_S1_Contact")
    with berkshire.engine.open_reading() as work:
        assert facts_wait(work, KEY)
    assert keep_facts(berkshire.engine) == 1
    assert keep_facts(berkshire.engine) == 0
    berkshire.complete(started.case_id, "Task_S1_Contact", MANAGER, s1_outcome="not_resolved")
    assert keep_facts(berkshire.engine) == 1
    with berkshire.engine.open_reading() as work:
        assert not facts_wait(work, KEY)
        assert work.session.query(CaseFacts).count() == 1


def test_what_waits_is_found_along_an_index_that_holds_nothing_else(berkshire):
    sent = []

    def note(_connection, _cursor, sql, values, *_):
        if "case_file" in sql:
            sent.append((sql, values))

    sql_engine = berkshire.engine.database.engine
    with berkshire.engine.open_reading() as work:
        event.listen(sql_engine, "before_cursor_execute", note)
        assert not facts_wait(work, KEY)
        event.remove(sql_engine, "before_cursor_execute", note)
    ((sql, values),) = sent
    is_sqlite = sql_engine.dialect.name == "sqlite"
    with sql_engine.connect() as connection:
        if not is_sqlite:
            # So few rows are read at once otherwise.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        plan = connection.exec_driver_sql(f"{explain} {sql}", values).all()
    assert "ix_case_file_uncounted" in str(plan)


def test_a_case_that_grew_while_it_was_read_is_read_again(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    assert keep_facts(berkshire.engine) == 1
    with berkshire.engine.open_unit_of_work() as work:
        case = work.session.get_one(Case, started.case_id)
        case.counted_history -= 1
        work.commit()
    with berkshire.engine.open_reading() as work:
        assert facts_wait(work, KEY)
    assert keep_facts(berkshire.engine) == 1
    assert keep_facts(berkshire.engine) == 0


def test_facts_hold_no_text_and_no_person(berkshire):
    berkshire.climb("Task_S1_Contact")
    keep_facts(berkshire.engine)
    with berkshire.engine.open_reading() as work:
        sealed = work.session.execute(METADATA.tables["case_facts"].select()).one().facts
    packed = berkshire.engine.sealer.open_json(sealed, "case_facts.facts")
    codes = {key: value for step in packed[8] for key, value in step[11].items()}
    assert codes["s0_outcome"] == "not_resolved"
    assert not {"concern_summary", "child_ref", "chair_user", "raising_agency"} & codes.keys()


def test_a_large_report_is_counted_ahead_and_says_the_same(berkshire):
    berkshire.climb("Task_S2_Contact")
    keep_facts(berkshire.engine)
    actor = berkshire.actor("business-manager", OFFICE)
    period = Period(quarter_of(berkshire.clock.now()), Span.QUARTER)

    def load(most_live):
        with berkshire.engine.open_reading() as work:
            return load_report(
                berkshire.engine, work, actor, KEY, period, most_live=most_live
            ).figures

    with pytest.raises(ReportNotMadeError, match="very many cases"):
        load(0)
    while keep_reports(berkshire.engine, most_live=0):
        pass
    assert load(0) == load(1000)
    assert keep_reports(berkshire.engine) == 0


def test_only_the_office_reads_the_report(berkshire):
    period = Period(quarter_of(berkshire.clock.now()), Span.QUARTER)
    with berkshire.engine.open_reading() as work:
        assert list(list_partnerships(work, berkshire.actor("administrator", OFFICE))) == [KEY]
        with pytest.raises(NotFoundError):
            load_report(berkshire.engine, work, berkshire.actor(*MANAGER), KEY, period)
