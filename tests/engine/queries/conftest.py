"""The engines and the case that the tests of this folder look at."""

import pytest

from engine.persistence.directory import Agency, Partnership
from engine.runtime.directory import add_person, grant_role
from tests.support.directory import demo_actor


@pytest.fixture
def stranger(rows):
    """Administers and edits for another partnership."""
    rows.write(Partnership(key="elsewhere", name="Elsewhere"))
    rows.write(
        Agency(
            key="elsewhere-office",
            name="Office",
            sector="partnership",
            partnership_key="elsewhere",
        )
    )
    email = "administrator@elsewhere-office.example"
    add_person(rows.engine, email=email, name="Administrator")
    grant_role(rows.engine, email=email, agency_key="elsewhere-office", role="administrator")
    grant_role(rows.engine, email=email, agency_key="elsewhere-office", role="editor")
    return demo_actor(rows.engine, "administrator", "elsewhere-office")
