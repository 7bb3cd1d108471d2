"""The page of a case: what its readers find at the top, and what is folded away."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event

from api.pages import case_timeline, case_view
from engine.runtime.claims import claim_user_task, release_user_task
from engine.runtime.comments import NewComment, write_comment
from engine.runtime.delivering import deliver_notifications
from engine.runtime.demo_clock import pass_time
from engine.runtime.messages import send_message
from engine.runtime.user_tasks import complete_user_task
from engine.vocabulary import DANGER_MESSAGE
from tests.support.app import post_form
from tests.support.engine import ANY_REASON

RAISER = ("practitioner", "reading-school")
MANAGER = ("line-manager", "reading-school")
OTHER_SIDE = ("practitioner", "reading-council")


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def words(html):
    """Return the text of a page as somebody reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def complete(concord, role, completion, **answers):
    """Complete the first task that a completion opened."""
    actor, task_id = concord.actor(*role), completion.opened[0].id
    given = concord.answers_to(actor, task_id, **answers)
    return complete_user_task(concord.engine, actor, task_id, given, remarks=ANY_REASON)


def wait(concord, **span):
    engine = concord.engine
    pass_time(engine, engine.clock.set, engine.clock.now() + timedelta(**span))


def wait_for_friday(concord):
    """Let time pass until a Friday: no limit of the first step ends before Monday then."""
    wait(concord, days=(4 - concord.engine.clock.now().weekday()) % 7)


def test_the_top_says_where_it_is_how_old_and_what_the_reader_can_do(concord):
    wait_for_friday(concord)
    raised = concord.raise_case()
    wait(concord, days=2)
    body = page(concord.browser(*RAISER), f"/cases/{raised.reference}")
    assert "Raised 2 days ago." in body
    task = raised.opened[0]
    top = body.split("On this page")[0]
    assert f'href="/tasks/{task.id}"' in top
    assert "it is with you or the practitioners of Reading Council" in top
    assert "Child in immediate danger" in body
    assert f'href="/cases/{raised.reference}/record.pdf"' in top


def test_a_second_round_is_told_to_both_sides_and_in_the_list(concord):
    managers = complete(concord, RAISER, concord.raise_case(), s0_outcome="not_resolved")
    meeting = complete(concord, MANAGER, managers, s1_outcome="professionals_meeting")
    wait(concord, days=4)
    complete(concord, MANAGER, meeting)
    for role in (MANAGER, OTHER_SIDE):
        body = page(concord.browser(*role), f"/cases/{meeting.reference}")
        assert "Raised 4 days ago, second round of the line managers." in body
        listed = words(page(concord.browser(*role), "/cases"))
        assert "Second round of the line managers" in listed
        assert "4 days" in listed


def test_a_case_that_was_not_sent_says_so(concord):
    reference = concord.start_case().reference
    body = page(concord.browser(*RAISER), f"/cases/{reference}")
    assert "It has not been sent to the other agency yet." in body
    assert "record.pdf" not in body


def test_with_whom_names_both_agencies_who_acted_and_whom_to_contact(concord):
    reference = concord.raise_case().reference
    body = page(concord.browser(*OTHER_SIDE), f"/cases/{reference}")
    people = words(body.split('id="people"')[1].split("</section>")[0])
    assert "Reading School Raising agency" in people
    assert f"{concord.actor(*RAISER).name}: practitioner" in people
    assert "Reading Council Receiving agency Asked now: the practitioners" in people
    assert 'href="/contacts?agency=reading-council"' in body


def test_no_style_is_allowed_that_does_not_come_from_our_files(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*RAISER)
    for path in (f"/cases/{reference}", "/procedures/1"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "style-src 'self'" in policy
        assert "unsafe-inline" not in policy
        assert 'style="' not in page(client, path)


def timeline(body):
    return words(body.split('id="timeline"')[1].split("</section>")[0])


def test_the_timeline_shows_the_part_that_was_chosen(concord):
    reference = concord.raise_case().reference
    actor = concord.actor(*RAISER)
    write_comment(concord.engine, actor, reference, NewComment("We have asked for the plan."))
    wait(concord, days=6)
    client = concord.browser(*RAISER)
    parts = {
        part: timeline(page(client, f"/cases/{reference}?timeline={part}"))
        for part in ("", "steps", "limits", "notices", "comments")
    }
    assert "Wrote a comment" in parts["comments"]
    assert "Wrote a comment" not in parts["steps"]
    assert "Time limit passed" in parts["limits"]
    assert "Completed" not in parts["limits"]
    assert "Notice: " in parts["notices"]
    assert "Completed “Seek the rationale" in parts["steps"]
    for part in ("Wrote a comment", "Time limit passed", "Notice: ", "Completed “"):
        assert part in parts[""]


def test_a_part_without_anything_says_so_and_an_unknown_one_is_all(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*RAISER)
    empty = timeline(page(client, f"/cases/{reference}?timeline=comments"))
    assert "There is nothing of this kind in the case." in empty
    assert "Completed" in timeline(page(client, f"/cases/{reference}?timeline=other&page=x"))


@pytest.fixture
def long_case(concord):
    """Return the reference of a case with a long history and many notices."""
    raised = concord.raise_case()
    actor, task = concord.actor(*RAISER), raised.opened[0].id
    for number in range(case_timeline.ROWS):
        claim_user_task(concord.engine, actor, task)
        release_user_task(concord.engine, actor, task)
        comment = NewComment(f"The plan of week {number} has come.")
        if number % 2:
            write_comment(concord.engine, actor, raised.reference, comment)
    deliver_notifications(concord.engine)
    return raised.reference


def test_a_long_timeline_has_pages_both_ways(concord, long_case):
    client, path = concord.browser(*RAISER), f"/cases/{long_case}"
    first = page(client, path)
    assert first.count('class="concord-timeline__item') == case_timeline.ROWS
    assert f"1 to {case_timeline.ROWS} of" in timeline(first)
    older = re.search(r'href="([^"]+page=2[^"]*)"', first)[1].replace("&amp;", "&")
    second = page(client, older)
    assert timeline(second) != timeline(first)
    assert f'href="{path}#timeline"' in second
    assert page(client, f"{path}?page=9999").count('class="concord-timeline__item') == 0


def test_many_notices_are_folded_and_can_be_shown(concord, long_case):
    client, path = concord.browser(*RAISER), f"/cases/{long_case}"
    part = page(client, path).split('id="notices"')[1]
    assert part.count("A comment was written") == case_view.FIRST_NOTICES
    assert "earlier notices" in part
    whole = page(client, f"{path}?notices=all").split('id="notices"')[1]
    assert whole.count("A comment was written") > case_view.FIRST_NOTICES
    assert "earlier notices" not in whole


def test_a_danger_notice_is_never_folded_away(concord):
    raised = concord.raise_case()
    actor = concord.actor(*RAISER)
    send_message(concord.engine, actor, raised.reference, DANGER_MESSAGE)
    for number in range(case_view.FIRST_NOTICES + 2):
        comment = NewComment(f"The plan of week {number} has come.")
        write_comment(concord.engine, actor, raised.reference, comment)
    part = page(concord.browser(*RAISER), f"/cases/{raised.reference}").split('id="notices"')[1]
    assert "concord-status--overdue" in part


def test_the_statements_do_not_grow_with_the_history(concord, long_case):
    short = concord.raise_case().reference
    client, heard = concord.browser(*RAISER), []
    event.listen(
        concord.engine.database.engine,
        "before_cursor_execute",
        lambda *given: heard.append(given[2]),
    )

    def statements(path):
        page(client, path)
        heard.clear()
        page(client, path)
        return len(heard)

    assert statements(f"/cases/{long_case}") <= statements(f"/cases/{short}") + 2
    assert len(heard) < 75


def test_the_same_place_in_the_same_procedure_is_drawn_once(concord):
    client = concord.browser(*RAISER)
    paths = [f"/cases/{concord.raise_case().reference}" for _ in range(2)]
    page(client, paths[0])
    before = case_view.marked_drawing.cache_info()
    page(client, paths[1])
    after = case_view.marked_drawing.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


def test_the_list_says_that_nothing_fits_and_offers_all(concord):
    reference = concord.raise_case().reference
    client = concord.browser(*RAISER)
    assert reference in page(client, f"/cases?reference={reference.lower()}&stage=S0")
    body = page(client, "/cases?reference=NO-SUCH")
    assert "No such case." in body
    assert 'href="/cases">Show all of them' in body
    assert "There is no such case at the moment." in page(client, "/cases?show=danger")
    assert reference in page(client, "/cases?show=nonsense")


def test_a_long_list_has_pages_both_ways(concord):
    references = [concord.start_case().reference for _ in range(26)]
    client = concord.browser(*RAISER)
    first = page(client, "/cases")
    assert "26 cases." in first
    older = re.search(r'href="([^"]+page=[^"]+)"', first)[1].replace("&amp;", "&")
    second = page(client, older)
    assert references[0] in second
    newer = re.search(r'href="([^"]+page=[^"]+)" rel="prev"', second)[1].replace("&amp;", "&")
    assert references[-1] in page(client, newer)
    assert client.get("/cases?page=nonsense").status_code == 422


def test_an_administrator_finds_a_case_by_its_reference_and_sees_nothing_of_it(concord):
    reference = concord.raise_case().reference
    admin = concord.browser("administrator", "berkshire-partnership")
    body = page(admin, f"/cases?reference={reference.lower()}")
    path = f"/cases/{reference}/powers"
    assert f'href="{path}"' in body
    assert "Reading School" not in body.split("<main")[1].split("</form>")[1]
    powers = page(admin, path)
    assert f'href="/cases/{reference}/closing"' in powers
    assert f'href="/cases/{reference}/agencies"' in powers
    assert "Reading School" not in powers.split("<main")[1]
    assert admin.get("/cases/BRK-1999-000001/powers").status_code == 404
    assert path not in page(admin, f"/cases?reference={reference[-3:]}")


def test_others_learn_nothing_of_a_case_by_its_reference(concord):
    reference = concord.raise_case().reference
    for role in (
        ("practitioner", "thames-police"),
        ("administrator", "tees-partnership"),
    ):
        client = concord.browser(*role)
        assert "No such case." in page(client, f"/cases?reference={reference}")
        assert client.get(f"/cases/{reference}/powers").status_code == 404


def test_why_a_case_is_closed_is_questioned_about_names(concord):
    reference = concord.raise_case().reference
    client, path = concord.browser(*RAISER), f"/cases/{reference}/closing"
    fields = {
        "close_reason": "withdrawn",
        "still_at_risk": "no",
        "close_words": "John Smith and the school have agreed on a plan.",
    }
    answer = post_form(client, path, fields, page=path)
    assert answer.status_code == 422
    assert "“John Smith” looks like a person’s name" in answer.get_data(as_text=True)
    kept = {**fields, "kept_reasons.close_words": "He is the solicitor of both agencies."}
    confirm = post_form(client, path, kept, page=path).get_data(as_text=True)
    assert 'name="kept_reasons.close_words"' in confirm
    assert post_form(client, path, {**kept, "confirmed": "yes"}, page=path).status_code == 302
    body = page(client, f"/cases/{reference}")
    assert "Why this stays" in body
    assert "He is the solicitor of both agencies." in body
