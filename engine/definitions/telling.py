"""An answer that tells somebody of the answerer's own agency: the properties of a question.

`tells` gives the answer and the roles (`yes=line-manager`), `tellsTemplate` the text.
"""

from dataclasses import dataclass

from engine.definitions.recipients import LANE_ROLES
from engine.vocabulary import Role
from forms.fields.field import Field

OWN_ROLES: tuple[Role, ...] = tuple(role for role in LANE_ROLES if role != Role.BUSINESS_MANAGER)
"""Who can be told within an agency."""


@dataclass(frozen=True)
class Telling:
    """Which answer tells whom, with which text."""

    answer: str
    roles: tuple[Role, ...]
    template: str


def telling_of(field: Field) -> Telling | None:
    """Return what an answer to this question tells; None when it tells nobody anything.

    Raises:
        ValueError: a part is missing, or a role is not known. The text is for people.
    """
    tells = field.properties.get("tells", "").strip()
    template = field.properties.get("tellsTemplate", "").strip()
    if not tells and not template:
        return None
    answer, _, names = tells.partition("=")
    roles = tuple(_role(name.strip()) for name in names.split(";") if name.strip())
    if not answer.strip() or not roles:
        message = "“tells” needs an answer and a role."
        raise ValueError(message)
    if not template:
        message = "“tellsTemplate” is missing."
        raise ValueError(message)
    return Telling(answer.strip(), roles, template)


def _role(name: str) -> Role:
    role = next((role for role in OWN_ROLES if role == name), None)
    if role is None:
        message = f"“{name[:60]}” is not a role of an agency. They are: {', '.join(OWN_ROLES)}."
        raise ValueError(message)
    return role
