"""What goes wrong with an expression."""


class FeelError(ValueError):
    """The expression is not in our subset of FEEL, or costs too much to evaluate.

    ``position`` counts characters from 0; None when the whole expression is meant.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position
