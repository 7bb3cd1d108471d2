from tests.browser.site import site
from tests.browser.tour import tour
from tests.support.app import concord, prepared_database

__all__ = ["concord", "prepared_database", "site", "tour"]
