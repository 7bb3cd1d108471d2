"""What to look at today, and the heat map, in each of their states."""

from tests.browser.acts import Act, look

ADMINISTRATOR = "administrator@berkshire-partnership"

InsightState = tuple[str, str, str, Act]

INSIGHT_STATES: tuple[InsightState, ...] = (
    ("operations today", "/operations", ADMINISTRATOR, look),
    ("heat map", "/operations/heat-map", ADMINISTRATOR, look),
    (
        "heat map, no such day",
        "/operations/heat-map?first=soon&last=2020-01-01",
        ADMINISTRATOR,
        look,
    ),
)
