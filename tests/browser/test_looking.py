"""What is measured about pages is found where it is wrong."""

import pytest
from playwright.sync_api import Page

from tests.browser import looking

pytestmark = pytest.mark.browser

BAD = """<!DOCTYPE html><title>Error</title>
<style>
  .still { transition: color 1s; }
  .plain:focus { outline: none; }
  .wide { width: 2000px; height: 1px; }
  .cut { width: 40px; overflow: hidden; white-space: nowrap; }
  .concord-danger-bar { position: sticky; top: 0; height: 90px; background: white; }
</style>
<div class="concord-danger-bar"></div>
<main>
  <h1>One</h1><h1>Two</h1><h4>After one</h4>
  <input type="radio" name="side" id="a"><input type="radio" name="side" id="b">
  <p class="govuk-error-message" id="a-error">Wrong</p>
  <div class="govuk-error-summary"><a href="#nowhere">Wrong</a></div>
  <span class="concord-status"></span>
  <a class="still" href="#a">Moves</a>
  <div class="cut">More than fits in here</div>
  <div class="wide"></div>
  <button class="plain">No focus</button> <a class="plain" href="#b">No ring</a>
</main>"""
LINKS = "".join(f'<p><a href="#a">Link {number}</a></p>' for number in range(80))


@pytest.fixture
def bad(page: Page) -> Page:
    page.set_viewport_size(looking.DESK)
    page.set_content(BAD + LINKS)
    return page


def test_structure_is_measured(bad: Page):
    found = " ".join(looking.structure(bad))
    for fault in ("title", "2 of h1", "H4 after H1", "no legend: side", "no field: Wrong"):
        assert fault in found
    for fault in (
        "#nowhere leads nowhere",
        "has no focus",
        "not said in words",
        "0 of body > header",
    ):
        assert fault in found


def test_focus_is_measured(bad: Page):
    assert any("No focus" in fault for fault in looking.focus(bad))
    assert any("No ring" in fault for fault in looking.forced_colours(bad))
    assert any("under the danger bar" in fault for fault in looking.focus_backwards(bad))


def test_width_and_motion_are_measured(bad: Page):
    assert any("DIV.wide" in fault for fault in looking.telephone(bad))
    assert any("cut off: DIV.cut" in fault for fault in looking.large_text(bad))
    assert any("A.still" in fault for fault in looking.reduced_motion(bad))
    bad.set_content("<!DOCTYPE html><main><p>Fits.</p></main>")
    assert looking.telephone(bad) == looking.reduced_motion(bad) == looking.focus(bad) == []
