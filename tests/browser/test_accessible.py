"""Every page, in each of its states: nothing that axe finds, and nothing that can be measured."""

import pytest

from tests.browser.looking import DESK, LOOKS, TELEPHONE
from tests.browser.states import NO_PAGES, STATES, State, endpoints_of
from tests.browser.tour import Tour
from tests.support.browser import axe_faults

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("state", STATES, ids=[state.name for state in STATES])
def test_nothing_stands_in_anybodys_way(tour: Tour, state: State):
    tour.page.set_viewport_size(DESK)
    tour.go_to(state)
    found = []
    for window, looks in LOOKS:
        tour.page.set_viewport_size(window)
        found += [(window["width"], fault) for look in looks for fault in look(tour.page)]
        if window in (DESK, TELEPHONE):
            found += [(window["width"], fault) for fault in axe_faults(tour.page)]
    assert found == []


def test_every_page_has_a_state(tour: Tour):
    app = tour.site.concord.app
    shown = endpoints_of(app, STATES, tour.places)
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint.startswith(("pages_", "security."))
    }
    assert sorted(pages - shown - NO_PAGES) == []
