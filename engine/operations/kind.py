"""What an operation is: its words, its questions, and the function that carries it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.operations.target import Target
from engine.vocabulary import OperationKind
from forms.definition import FormDefinition


class Asks(StrEnum):
    """What kind of answer a question of an operation takes."""

    ELEMENT = "element"
    """The id of an element of the diagram."""
    CHOICE = "choice"
    TIME = "time"
    """An instant, aware."""
    TEXT = "text"
    VALUE = "value"
    """Any JSON value."""


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    value: str
    text: str
    hint: str = ""


@dataclass(frozen=True)
class AskedForm:
    """Fields of the procedure’s own forms with which a question for values can be answered."""

    form: FormDefinition
    context: Mapping[str, Any]
    """What its conditions and lists may name."""
    functions: Mapping[str, Callable[..., Any]]
    known: Mapping[str, Any]
    """What is filled in at first: never text of people."""
    only: str = ""
    """The one question whose answer is the value; empty: the value is all answers, by name."""


@dataclass(frozen=True)
class Question:
    """One thing that has to be known before an operation can be carried out.

    Answers name elements of the diagram, never rows, so that one answer is good for many instances.
    """

    key: str
    label: str
    asks: Asks
    hint: str = ""
    is_required: bool = True
    options: Callable[[Target], tuple[Option, ...]] | None = None
    """What can be chosen for an instance; of many, what is there for any of them."""
    after: str = ""
    """The question whose answer decides what can be answered here: a page asks that one first."""
    form: Callable[[Target], AskedForm | None] | None = None
    """For a value: the fields that ask for it, once `after` is answered; None: no form does."""


@dataclass(frozen=True)
class Kind:
    """One kind of operation.

    `carry_out` changes the target in memory and its rows, notes what it likes in the journal, and
    returns what it did as a sentence in the past tense, without people's text. It neither writes
    the target nor commits. It raises `OperationRefusedError` with a sentence that says why not.
    A preview is the same function in a transaction that is rolled back.
    """

    key: OperationKind
    title: str
    """The verb, as a button says it."""
    hint: str
    """One or two sentences: what it does and what it does not."""
    carry_out: Callable[[Target], str]
    questions: tuple[Question, ...] = ()
    can_undo: bool = True
    takes_whole_case: bool = False
    """Whether what runs beside it in the same version goes along (`Target.beside`), or none goes.
    """
    takes_ended: bool = False
    """Whether it can be done with an instance that has ended."""
    after_undo: Callable[[Target], None] | None = None
    """Tells people that what they were told does not hold any more."""
    details: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None
    """What of the answers may stand in the case's history: ids and times, never text or values."""
