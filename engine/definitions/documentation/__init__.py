"""A procedure for people who read policies: everything that its diagrams say, in words."""

from engine.definitions.documentation.model import Documentation
from engine.definitions.documentation.whole import document_procedure

__all__ = ["Documentation", "document_procedure"]
