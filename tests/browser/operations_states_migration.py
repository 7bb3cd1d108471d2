"""The page of migration in each of its states: name, path, person, and what is done."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, press

ADMINISTRATOR = "administrator@berkshire-partnership"
MIGRATION = "/operations/migration"

MigrationState = tuple[str, str, str, Act]


def plan(old: str, new: str) -> Act:
    """Choose the two editions and show the plan."""

    def act(page: Page) -> None:
        for name, edition in (("old", old), ("new", new)):
            field = page.locator(f"select[name={name}]")
            chosen = field.locator("option", has_text=f"edition {edition}").first
            field.select_option(chosen.get_attribute("value"))
        press("Show the plan")(page)

    return act


show_the_plan = plan("2026-03-25", "2024-05-24")
"""From the edition that cases follow to the other one."""


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
