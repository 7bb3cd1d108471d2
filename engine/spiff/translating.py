"""Has SpiffWorkflow parse diagrams, and gives its specifications as bytes."""

from collections.abc import Mapping

import orjson
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.spiff.problem import DiagramProblem
from engine.spiff.specs.registry import converting_registry

_REMEDY = "Look at this element in the modeller: a part of it is missing or of a wrong kind."


def translate(copies: Mapping[str, etree._Element]) -> bytes | DiagramProblem:
    """Return the specifications of all processes and sub-processes, as JSON by id.

    Whatever SpiffWorkflow raises is returned as a problem.
    """
    file = ""
    try:
        parser = BpmnParser()
        for file, copy in copies.items():
            parser.add_bpmn_xml(copy, file)
        specs = parser.find_all_specs()
        registry = converting_registry()
        return orjson.dumps({name: registry.convert(spec) for name, spec in specs.items()})
    except ValidationException as error:
        if isinstance(error.__context__, RecursionError):
            return _too_long(file)
        return DiagramProblem(
            str(error.file_name or file),
            str(error.id) or None,
            None,
            f"The diagram cannot be run: {str(error).rstrip('. ')}.",
            _REMEDY,
        )
    except RecursionError:
        return _too_long(file)
    except Exception as error:  # noqa: BLE001 - a parser for files that nobody thought of
        message = f"The diagram cannot be run: {type(error).__name__}: {error}."
        return DiagramProblem(file, None, None, message, _REMEDY)


def _too_long(file: str) -> DiagramProblem:
    return DiagramProblem(
        file,
        None,
        None,
        "The diagram has a path that is too long to be read.",
        "Split the procedure into several diagrams, joined by call activities.",
    )
