"""New elements are drawn with the mouse, and stand in the file as Concord runs them."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from engine.definitions.diagram import Diagram, read_diagram
from engine.workshop.drafts import discard_draft
from tests.browser.drawing import BERKSHIRE, Modeller, log_in
from tests.browser.site import LONGEST_WAIT_MS, Site
from tests.support.drafts import OFFICE, file_of, new_draft

pytestmark = pytest.mark.browser

PAUSE_MS = 200
MOST_PAUSES = LONGEST_WAIT_MS // PAUSE_MS


def saved(site: Site, page: Page, draft_id: UUID, *words: str, gone: str = "") -> Diagram:
    """Wait until the diagram holds these words, and one no more; return it as the checks see it."""
    for _ in range(MOST_PAUSES):
        content = file_of(site.concord, draft_id, BERKSHIRE.name)
        is_gone = not gone or gone.encode() not in content
        if is_gone and all(word.encode() in content for word in words):
            return read_diagram(BERKSHIRE.name, content)
        page.wait_for_timeout(PAUSE_MS)
    raise AssertionError(words, gone)


def test_a_limit_with_its_notice_is_drawn_by_mouse(site: Site, page: Page):
    log_in(site, page)
    draft_id = new_draft(site.concord)
    modeller = Modeller(site, page, draft_id)
    modeller.choose("Task_S1_ProfMeeting")
    modeller.drop("Limit", "Task_S1_ProfMeeting", right=0.2, down=0.98)
    limit = modeller.chosen()
    page.get_by_label("Measured in").select_option("hours")
    page.get_by_label("How many hours").fill("36")
    page.get_by_label("When the time is over").select_option("reminder")
    notice = modeller.append("Add a notice", "Tell the chair")
    page.get_by_role("button", name="Tell somebody else as well").click()
    page.get_by_label("Role, person 1").select_option("meeting-chair")
    page.get_by_label("Which text it sends").select_option(index=1)
    modeller.append("Add an end", "Chair told")
    nodes = saved(
        site, page, draft_id, "PT36H", "Chair told", "meeting-chair of both", '"template"'
    ).nodes
    clock = nodes[limit]
    assert clock in nodes["Task_S1_ProfMeeting"].boundary
    assert clock.event_definitions == ("timerEventDefinition",)
    assert not clock.is_interrupting
    assert [flow.target for flow in clock.outgoing] == [nodes[notice]]
    assert nodes[notice].property_value("operation") == "notify"
    assert [flow.target.name for flow in nodes[notice].outgoing if flow.target] == ["Chair told"]


def test_a_step_for_each_agency_is_drawn_by_mouse(site: Site, page: Page):
    log_in(site, page)
    draft_id = new_draft(site.concord)
    modeller = Modeller(site, page, draft_id)
    modeller.choose("GW_S2_Outcome")
    step = modeller.append("Add a step", "Ask each agency")
    page.get_by_label("Form", exact=True).select_option("BRK-S2")
    page.get_by_label("Which agency").select_option("each")
    modeller.append("Add an end", "Each has said")
    mark = "multiInstanceLoopCharacteristics"
    drawn = saved(site, page, draft_id, "Ask each agency", "Each has said", mark)
    node = drawn.nodes[step]
    assert [flow.source.id for flow in node.incoming if flow.source] == ["GW_S2_Outcome"]
    found = modeller.problems.get_by_role("listitem")
    # What is left to do is the new way out of the question, and nothing about the agencies.
    expect(found.filter(has_text="Ask each agency")).to_have_count(1)
    expect(found.filter(has_text="has no condition")).to_have_count(1)
    expect(found.filter(has_text="for each of several")).to_have_count(0)
    modeller.choose(step)
    page.get_by_label("Which agency").select_option("both")
    saved(site, page, draft_id, "Ask each agency", gone=mark)


def test_a_draft_that_is_over_is_looked_at_and_never_changed(site: Site, page: Page):
    log_in(site, page)
    draft_id = new_draft(site.concord)
    discard_draft(site.concord.engine, site.concord.actor("editor", OFFICE), draft_id)
    modeller = Modeller(site, page, draft_id)
    modeller.choose("Notify_S2_Overdue")
    shape = page.locator('.djs-shape[data-element-id="Notify_S2_Overdue"]')
    for key in ("Delete", "e", "r"):
        page.keyboard.press(key)
    shape.dblclick()
    expect(page.get_by_label("Which text it sends")).to_be_disabled()
    expect(shape).to_be_attached()
    for drawing in (".djs-context-pad", ".djs-popup", ".djs-direct-editing-content"):
        expect(page.locator(drawing)).to_have_count(0)
    expect(page.get_by_role("group", name="What can be drawn")).to_be_hidden()
