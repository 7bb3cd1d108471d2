"""Calls of the functions that we have and of those that the host gives."""

from typing import Any

from lark import Token

from forms.feel.budget import Budget
from forms.feel.errors import FeelError
from forms.feel.functions import FUNCTIONS, HOST_FUNCTIONS, Function
from forms.feel.nodes import Frame, Node, join


def call(token: Token, arguments: tuple[Node, ...]) -> Node:
    """Compile the call of a function.

    Raises:
        FeelError: there is no such function, or it cannot use these arguments.
    """
    name = " ".join(str(token).split())
    if name in HOST_FUNCTIONS:
        return _host_call(name, arguments)
    if name not in FUNCTIONS:
        message = f"There is no function called “{name}”."
        raise FeelError(message, token.start_pos)
    function = FUNCTIONS[name]
    if not function.least <= len(arguments) <= function.most:
        message = f"The function “{name}” cannot use {len(arguments)} values."
        raise FeelError(message, token.start_pos)
    return _built_in_call(function, arguments, token)


def _host_call(name: str, arguments: tuple[Node, ...]) -> Node:
    """Compile a call of the host's function; null given to it is null that comes back."""

    def run(frame: Frame) -> Any:
        function = frame.functions.get(name)
        if function is None:
            message = f"The function “{name}” is not available here."
            raise FeelError(message)
        values = [argument.run(frame) for argument in arguments]
        if any(value is None for value in values):
            return None
        try:
            return function(*values)
        except (TypeError, ValueError, AttributeError, OverflowError) as problem:
            message = f"The function “{name}” cannot use what it is given."
            raise FeelError(message) from problem

    return join(run, *arguments)


def _built_in_call(function: Function, arguments: tuple[Node, ...], token: Token) -> Node:
    def run(frame: Frame) -> Any:
        return function.call(frame.budget, [argument.run(frame) for argument in arguments])

    if function.literal and all(argument.literal for argument in arguments):
        return _worked_out(function, run(Frame({}, {}, Budget(), {})), token)
    return join(run, *arguments)


def _worked_out(function: Function, value: Any, token: Token) -> Node:
    """Refuse a date that does not exist while people still look at the expression."""
    if value is None:
        message = f"The function “{function.name}” needs {function.literal}."
        raise FeelError(message, token.start_pos)
    return Node(lambda _frame: value)
