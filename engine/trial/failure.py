"""How a scenario says that it failed."""


class ScenarioFailed(Exception):
    """Something was not as the scenario says; `step` counts from 1, 0 is the beginning."""

    def __init__(self, step: int, message: str) -> None:
        """Say at which step, and what."""
        self.step = step
        self.message = message
        super().__init__(f"step {step}: {message}")
