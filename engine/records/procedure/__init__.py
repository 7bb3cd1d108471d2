"""The documentation of a procedure as a document: the same words for page, PDF and DOCX."""

from engine.records.procedure.document import Imprint, lay_out
from engine.records.procedure.written import ProcedureDocument, document_draft, document_version

__all__ = ["Imprint", "ProcedureDocument", "document_draft", "document_version", "lay_out"]
