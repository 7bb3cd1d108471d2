"""The modeller in a browser: what is not changed stays as it was, letter by letter."""

import re
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.drawing import BERKSHIRE, Modeller, log_in
from tests.browser.site import Site
from tests.support.browser import axe_faults
from tests.support.drafts import file_of, new_draft

pytestmark = pytest.mark.browser

DIAGRAMS = sorted(Path("workflows").glob("*/*/*.bpmn"))
OFFICES = {
    "barnsley": "barnsley-partnership",
    "berkshire": "berkshire-partnership",
    "southend-essex-thurrock": "set-partnership",
    "tees": "tees-partnership",
}


def changes(before: bytes, after: bytes) -> list[str]:
    lines = unified_diff(before.decode().splitlines(), after.decode().splitlines(), n=0)
    return [line[1:].strip() for line in lines if line.startswith("+ ")]


def saves(*, has: str = "", lacks: str | None = None) -> Callable[[Response], bool]:
    """Know what is saved with or without a text: a slow machine saves in between as well."""

    def is_it(answer: Response) -> bool:
        sent = answer.request.post_data or ""
        is_right = has in sent and (lacks is None or lacks not in sent)
        return answer.request.method == "PUT" and is_right

    return is_it


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: "/".join(path.parts[1:]))
def test_what_is_done_and_undone_leaves_the_file_as_it_was(site: Site, page: Page, path: Path):
    procedure, edition = path.parts[1:3]
    office = OFFICES[procedure]
    source = path.read_bytes()
    log_in(site, page, office)
    key = re.findall(r'key = "(\w+)"', (path.parents[1] / "procedure.toml").read_text())[0]
    modeller = Modeller(site, page, new_draft(site.concord, key, edition, office), path.name)
    modeller.choose(re.findall(r'<bpmn:userTask id="(\w+)"', source.decode())[0])
    page.get_by_label("Name").fill("Another name")
    expect(modeller.status).to_have_text("Not saved yet …")
    with page.expect_response(saves(lacks="Another name")) as back:
        page.get_by_role("button", name="Undo").click()
    assert back.value.json()["content"].encode() == source


def test_what_is_deleted_and_brought_back_leaves_the_file_as_it_was(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    modeller.choose("Notify_S2_Overdue")
    page.keyboard.press("Delete")
    expect(page.locator('.djs-shape[data-element-id="Notify_S2_Overdue"]')).to_have_count(0)
    with page.expect_response(saves(has="Notify_S2_Overdue")) as back:
        page.get_by_role("button", name="Undo").click()
    assert back.value.json()["content"].encode() == BERKSHIRE.read_bytes()


def test_stage_two_in_12_hours_changes_these_lines_only(site: Site, page: Page):
    log_in(site, page)
    draft_id = new_draft(site.concord)
    modeller = Modeller(site, page, draft_id)
    modeller.choose("Timer_S2_24h")
    page.get_by_label("How many hours").fill("12")
    modeller.expect_saved()
    modeller.choose("Notify_S2_Overdue")
    with page.expect_response(saves(has="designated-lead of both")):
        page.get_by_label("Role, person 3").select_option("designated-lead")
    modeller.expect_saved()
    found = changes(BERKSHIRE.read_bytes(), file_of(site.concord, draft_id, BERKSHIRE.name))
    assert [line for line in found if "timeDuration" in line] == [
        '<bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT12H</bpmn:timeDuration>'
    ]
    told = "next-level-manager of both; safeguarding-lead of both; designated-lead of both"
    assert f'<camunda:property name="recipients" value="{told}"/>' in found
    assert len(found) == 3
    assert 'name="12 hours"' in found[0]


def test_a_problem_stands_at_its_element_and_leads_there(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    modeller.choose("Task_S2_Contact")
    page.get_by_label("Form", exact=True).select_option("")
    mark = page.locator(".concord-modeller__mark--error").first
    expect(mark).to_be_visible()
    modeller.choose("StartEvent_Raised")
    modeller.problems.get_by_role("button", name="has no form").click()
    expect(page.locator('[data-element-id="Task_S2_Contact"].selected')).to_be_attached()


def test_two_people_draw_and_nothing_is_overwritten(site: Site, page: Page):
    log_in(site, page)
    draft_id = new_draft(site.concord)
    modeller = Modeller(site, page, draft_id)
    other = page.context.browser.new_context().new_page()
    log_in(site, other, role="second-editor")
    second = Modeller(site, other, draft_id)
    expect(other.locator(".concord-modeller__presence")).to_contain_text("Also working on this: ")
    modeller.choose("Timer_S2_24h")
    page.get_by_label("How many hours").fill("12")
    modeller.expect_saved()
    theirs = file_of(site.concord, draft_id, BERKSHIRE.name)
    second.choose("Timer_S3_24h")
    other.get_by_label("How many hours").fill("36")
    box = other.locator(".concord-modeller__conflict")
    expect(box).to_contain_text("saved this diagram at")
    assert file_of(site.concord, draft_id, BERKSHIRE.name) == theirs
    other.get_by_role("button", name="Open their version").click()
    expect(box).to_contain_text("A copy of your own drawing is kept")
    with other.expect_download() as download:
        other.get_by_role("button", name="Download my copy").click()
    assert "PT36H" in Path(download.value.path()).read_text(encoding="utf-8")


def test_without_connection_the_drawing_stays_and_is_saved_later(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    page.context.set_offline(True)
    modeller.choose("Timer_S2_24h")
    page.get_by_label("How many hours").fill("12")
    expect(modeller.status).to_contain_text("Not saved: there is no connection")
    page.context.set_offline(False)
    modeller.expect_saved()


def test_only_what_concord_runs_can_be_drawn(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    palette = page.locator(".concord-modeller__palette button")
    expect(palette.filter(has_text="Step")).to_be_visible()
    modeller.choose("Task_S2_Contact")
    page.locator(".djs-context-pad").get_by_role("button", name="Change the type").click()
    menu = page.locator(".djs-popup")
    expect(menu).to_contain_text("Notice: people are told")
    for refused in ("Script", "Manual", "Business rule", "Transaction", "Ad-hoc", "Send task"):
        expect(menu).not_to_contain_text(refused)


def test_it_plays_a_copy(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    page.get_by_role("button", name="Play it through").click()
    played = page.locator(".concord-modeller__played")
    raised = played.locator('.djs-overlays[data-container-id="StartEvent_Raised"]')
    raised.locator(".bts-context-pad").click()
    expect(played.locator(".bts-log")).to_contain_text("Difference of opinion about a child")
    page.get_by_role("button", name="Back to drawing").click()
    expect(page.locator(".concord-modeller__palette")).to_be_visible()
    expect(modeller.status).to_have_text("Every change is saved by itself")


def test_nothing_stands_in_anybodys_way_outside_the_canvas(site: Site, page: Page):
    log_in(site, page)
    modeller = Modeller(site, page, new_draft(site.concord))
    for element_id in ("Task_S2_Contact", "Timer_S2_24h", "Notify_S2_Overdue"):
        modeller.choose(element_id)
        assert axe_faults(page) == []
    expect(page.locator(".bjs-powered-by").first).to_be_visible()
