"""The pages of the directory in each of their states."""

from playwright.sync_api import Page

from tests.browser.acts import Act, look, open_everything, press, press_last

ADMINISTRATOR = "administrator@berkshire-partnership"
HOME = "/operations/directory"
PERSON = f"{HOME}/people/{{directory_person}}"

DirectoryState = tuple[str, str, str, Act]

FILE = (
    "kind,key,name,sector,email,agency,role,until\n"
    "agency,hill-school,Hill School,education,,,,\n"
    "person,,Ada Example,,ada@hill-school.example,hill-school,{role},\n"
    "person,,,,practitioner@thames-police.example,thames-police,practitioner,01/01/2020\n"
)


def bring_in(role: str) -> Act:
    """Return an act that chooses a file with somebody in this role."""

    def act(page: Page) -> None:
        content = FILE.format(role=role).encode()
        file = {"name": "people.csv", "mimeType": "text/csv", "buffer": content}
        page.locator("#file").set_input_files(file)
        press_last(page)

    return act


def bring_in_without_reason(page: Page) -> None:
    """Look at a file that ends a role, and send it without saying why."""
    bring_in("practitioner")(page)
    press("Bring it in")(page)


DIRECTORY_STATES: tuple[DirectoryState, ...] = (
    ("directory", HOME, ADMINISTRATOR, open_everything),
    ("directory, agencies", f"{HOME}/agencies", ADMINISTRATOR, look),
    ("directory, new agency", f"{HOME}/new-agency", ADMINISTRATOR, look),
    ("directory, new agency, nothing typed", f"{HOME}/new-agency", ADMINISTRATOR, press_last),
    ("directory, agency", f"{HOME}/agencies/reading-school", ADMINISTRATOR, look),
    ("directory, new area", f"{HOME}/new-area", ADMINISTRATOR, look),
    ("directory, new area, nothing typed", f"{HOME}/new-area", ADMINISTRATOR, press_last),
    ("directory, area", f"{HOME}/areas/reading", ADMINISTRATOR, look),
    ("directory, people", f"{HOME}/people", ADMINISTRATOR, look),
    ("directory, nobody found", f"{HOME}/people?name=zzz", ADMINISTRATOR, look),
    ("directory, people who left", f"{HOME}/people?show=left", ADMINISTRATOR, look),
    ("directory, give a role", f"{HOME}/new-person", ADMINISTRATOR, look),
    ("directory, give a role, nothing typed", f"{HOME}/new-person", ADMINISTRATOR, press_last),
    ("directory, person", PERSON, ADMINISTRATOR, open_everything),
    ("directory, person with a link", PERSON, ADMINISTRATOR, press_last),
    ("directory, details of a person", f"{PERSON}/details", ADMINISTRATOR, look),
    ("directory, role", f"{PERSON}/roles/{{directory_role}}", ADMINISTRATOR, look),
    (
        "directory, role, nothing chosen",
        f"{PERSON}/roles/{{directory_role}}",
        ADMINISTRATOR,
        press_last,
    ),
    ("directory, somebody leaves", f"{PERSON}/leaving", ADMINISTRATOR, look),
    ("directory, somebody leaves, no reason", f"{PERSON}/leaving", ADMINISTRATOR, press_last),
    ("directory, somebody comes back", f"{PERSON}/return", ADMINISTRATOR, look),
    ("directory, roles that nobody holds", f"{HOME}/roles", ADMINISTRATOR, look),
    ("directory, file", f"{HOME}/import", ADMINISTRATOR, look),
    ("directory, file, none chosen", f"{HOME}/import", ADMINISTRATOR, press_last),
    ("directory, file with wrong rows", f"{HOME}/import", ADMINISTRATOR, bring_in("wizard")),
    ("directory, file shown", f"{HOME}/import", ADMINISTRATOR, bring_in("practitioner")),
    ("directory, file, no reason", f"{HOME}/import", ADMINISTRATOR, bring_in_without_reason),
    ("directory, log", f"{HOME}/changes", ADMINISTRATOR, look),
)
