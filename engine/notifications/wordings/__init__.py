"""What notices say, one module for each procedure.

A template that two procedures use stands in `shared`.
"""

from collections.abc import Mapping

from engine.notifications.wordings import (
    barnsley,
    berkshire,
    shared,
    southend_essex_thurrock,
    tees,
)
from engine.notifications.wordings.wording import Wording

FAMILIES = (shared, berkshire, barnsley, southend_essex_thurrock, tees)
WORDINGS: Mapping[str, Wording] = {
    template: wording for family in FAMILIES for template, wording in family.WORDINGS.items()
}
