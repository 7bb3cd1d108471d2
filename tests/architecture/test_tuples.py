"""Plug-ins are listed, so that they can be searched, ordered and typed. Nothing is scanned for."""

import importlib
import inspect

from api.resources import RESOURCES
from engine.definitions.checks import CHECKS
from forms.fields import FIELD_TYPES
from forms.fields.field_type import ComponentType
from tests.architecture.source import ROOT


def modules_in(package):
    """Import every module of a folder."""
    paths = sorted((ROOT / package.replace(".", "/")).glob("[a-z]*.py"))
    return [importlib.import_module(f"{package}.{path.stem}") for path in paths]


def field_types_of(module):
    """Return the field types that a module defines; what they share has no name of its own."""
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ComponentType)
        and kind.__module__ == module.__name__
        and "name" in vars(kind)
    ]


def test_every_field_type_is_listed():
    defined = {kind for module in modules_in("forms.fields") for kind in field_types_of(module)}
    assert defined == {type(member) for member in FIELD_TYPES}


def test_every_check_is_listed():
    assert set(modules_in("engine.definitions.checks")) == set(CHECKS)


def test_every_resource_is_listed():
    lost = [
        module.__name__
        for module in modules_in("api.resources")
        if not any(value is listed for value in vars(module).values() for listed in RESOURCES)
    ]
    assert lost == []
    assert RESOURCES
