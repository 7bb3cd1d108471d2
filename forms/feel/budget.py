"""A bound on the work of one evaluation, so that no expression can hold up the service."""

from forms.feel.errors import FeelError

STEPS = 20_000
"""Items walked, compared or copied in one evaluation; a working form needs a few dozen."""


class Budget:
    """Counts down while an expression walks lists and builds values."""

    __slots__ = ("_left",)

    def __init__(self, steps: int = STEPS) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Take steps from what is left.

        Raises:
            FeelError: nothing is left.
        """
        self._left -= steps
        if self._left < 0:
            raise FeelError("The expression takes too many steps to work out.")
