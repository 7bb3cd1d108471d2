"""The manager's report in each of its states."""

from tests.browser.acts import Act, look, open_everything

OFFICE = "business-manager@berkshire-partnership"
ADMINISTRATOR = "administrator@berkshire-partnership"

REPORT_STATES: tuple[tuple[str, str, str, Act], ...] = (
    ("report", "/reports", OFFICE, open_everything),
    ("report of a year", "/reports?span=year", ADMINISTRATOR, look),
    ("report that may leave", "/reports?numbers=outside", OFFICE, look),
    ("report of no quarter", "/reports?quarter=soon", OFFICE, look),
)
