"""The page of migration in each of its states: name, path, person, and what is done."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, press

ADMINISTRATOR = "administrator@berkshire-partnership"
MIGRATION = "/operations/migration"

MigrationState = tuple[str, str, str, Act]


def show_the_plan(page: Page) -> None:
    """Choose the edition that cases follow, and the other one."""
    for name, edition in (("old", "edition 2026-03-25"), ("new", "edition 2024-05-24")):
        field = page.locator(f"select[name={name}]")
        chosen = field.locator("option", has_text=edition).first.get_attribute("value")
        field.select_option(chosen)
    press("Show the plan")(page)


def migrate_without_a_reason(page: Page) -> None:
    """Send the chosen cases off without saying why."""
    show_the_plan(page)
    press("Migrate the chosen ones")(page)


MIGRATION_STATES: tuple[MigrationState, ...] = (
    ("migration, nothing chosen", MIGRATION, ADMINISTRATOR, look),
    ("migration, only one version", f"{MIGRATION}?old=1", ADMINISTRATOR, look),
    ("migration, the plan", MIGRATION, ADMINISTRATOR, show_the_plan),
    ("migration, no reason", MIGRATION, ADMINISTRATOR, migrate_without_a_reason),
)
