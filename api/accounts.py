"""People's accounts as Flask-Security sees them; written through the engine's transactions."""

from dataclasses import dataclass, field
from typing import Any

from flask_security import RoleMixin, UserDatastore, UserMixin
from sqlalchemy import ColumnElement, func, select, update
from typing_extensions import override

from api.reading import reading
from engine.context import Engine
from engine.persistence.directory import Person

WRITTEN = ("password", "active", "fs_uniquifier")
READ = ("id", "email", "name", *WRITTEN)


@dataclass(eq=False)
class Account(UserMixin):
    """What log-in needs to know of a person. Roles are the engine's matter."""

    id: int = 0
    email: str = ""
    name: str = ""
    password: str | None = None
    active: bool = False
    fs_uniquifier: str = ""
    roles: list[RoleMixin] = field(default_factory=list)
    """Flask-Security's own: none."""


class AccountStore(UserDatastore):
    """Flask-Security's door to the people in the directory."""

    @override
    def __init__(self, engine: Engine) -> None:
        super().__init__(Account, RoleMixin)
        self.engine = engine

    @override
    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> Account | None:
        ((attribute, value),) = kwargs.items()
        query = select(Person).where(_matches(attribute, value, ignore_case=case_insensitive))
        with reading() as work:
            person = work.session.scalars(query).one_or_none()
        if person is None:
            return None
        return Account(**{name: getattr(person, name) for name in READ})

    @override
    def find_role(self, role: str) -> None:
        return None

    @override
    def put(self, model: Account) -> Account:
        values = {name: getattr(model, name) for name in WRITTEN}
        with self.engine.open_unit_of_work() as work:
            work.session.execute(update(Person).where(Person.id == model.id).values(**values))
            work.commit()
        return model

    @override
    def commit(self) -> None:
        """Do nothing: `put` has already written."""


def _matches(attribute: str, value: object, *, ignore_case: bool) -> ColumnElement[bool]:
    column: ColumnElement[Any] = getattr(Person, attribute)
    if ignore_case and isinstance(value, str):
        return func.lower(column) == value.lower()
    return column == value
