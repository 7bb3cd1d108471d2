"""One random walk through a procedure, from raising a case to its end."""

from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import func, select

from engine.persistence.cases import Case
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance, Timer
from engine.runtime.cases import start_case
from engine.runtime.demo_clock import pass_time
from engine.trial.witness import reached
from tests.support.invariants import broken_chain
from tests.support.walking.checks import faults_of, state_faults
from tests.support.walking.deeds import Deeds
from tests.support.walking.house import House
from tests.support.walking.plan import STEPS, VERBS, Dice
from tests.support.walking.story import Story, london
from tests.support.walking.submitting import WalkFailed

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
MOST_STEPS_HOME = 120
"""After the drawn steps everybody works towards the end, which may not take longer than this."""
PLAINLY = 2
"""How often the way home answers a step plainly before it tries other answers."""


class Walk:
    """A case on its way; `story` tells it, `elements` are what it has passed when it has ended."""

    def __init__(self, house: House, random: Random) -> None:
        """Raise the case."""
        self._house = house
        self._dice = dice = Dice(random)
        # Stubborn people rarely agree, so that the last stages are seen as well.
        is_stubborn = dice.number(2) == 1
        area = dice.choose(house.people.areas)
        agency, raiser = dice.choose(house.people.practitioners)
        others = [key for key, _ in house.people.practitioners if key != agency]
        house.clock.set(FIRST_DAY + timedelta(days=dice.number(700), minutes=dice.number(24 * 60)))
        given = {
            "area": area,
            "now": london(house.clock.now()),
            "raising": agency,
            "receiving": dice.choose(others),
        }
        self.story = Story(given)
        started = start_case(house.engine, raiser, area_key=area, agency_key=agency)
        self.case_id = started.case_id
        self._deeds = Deeds(house, started, given, self.story, is_stubborn=is_stubborn)

    def go(self) -> set[str]:
        """Walk until the case has ended; return the elements passed.

        Raises:
            WalkFailed: something does not hold; the message tells the story as a scenario.
        """
        try:
            self._go()
        except WalkFailed as failure:
            raise WalkFailed(f"{failure}\n\n{self.story.text()}") from None
        except Exception as error:
            # An error inside the engine became an incident, which knows the cause.
            faults = faults_of(self._house.engine, self.case_id, self._house.people)
            told = "\n".join([f"{type(error).__name__}: {error}", *faults])
            raise WalkFailed(f"{told}\n\n{self.story.text()}") from error
        return self._reached()

    def _go(self) -> None:
        self._check()
        for _ in range(STEPS):
            if self._has_ended():
                break
            self._do(self._dice.choose(VERBS))
            self._check()
        home = 0
        while not self._has_ended():
            if home == MOST_STEPS_HOME:
                raise WalkFailed(f"The case has not ended after {home} steps towards its end.")
            self._go_home()
            self._check()
            home += 1
        self._check_the_end()

    def _do(self, verb: str) -> None:
        if verb == "wait":
            self._wait(self._dice)
        elif verb == "restart":
            self._restart(self._dice)
        elif verb != "rest":
            self._deeds.verbs[verb](self._dice)

    def _go_home(self) -> None:
        """Do the oldest open task, or let time pass until something happens."""
        if self._deeds.complete_oldest(PLAINLY):
            return
        due = self._next_due()
        if due is None:
            raise WalkFailed("Nothing is open, nothing is due, and the case has not ended.")
        self._let_pass(due)

    def _wait(self, dice: Dice) -> None:
        """Let some time pass, or go exactly to what is due next, or just before or after it."""
        now, due = self._house.clock.now(), self._next_due()
        second = timedelta(seconds=1)
        spans = [now + timedelta(minutes=7 * (1 + dice.number(60)) ** 2)]
        if due is not None:
            spans += [due, max(now, due - second), due + second]
        self._let_pass(dice.choose(spans))

    def _let_pass(self, until: datetime) -> None:
        pass_time(self._house.engine, self._house.clock.set, until)
        self.story.step(until=london(until))

    def _restart(self, dice: Dice) -> None:
        """Stop the server, for some hours, and start it again."""
        down = timedelta(hours=dice.choose([0, 0, 5, 30]))
        self._house.restart()
        if faults := state_faults(self._house.engine, self.case_id):
            raise WalkFailed("\n".join(faults))
        self.story.remark("The server was stopped, and started again after the next wait.")
        self._let_pass(self._house.clock.now() + down)

    def _next_due(self) -> datetime | None:
        with self._house.engine.open_reading() as work:
            query = select(func.min(Timer.due_at)).join(
                ProcessInstance, ProcessInstance.id == Timer.process_instance_id
            )
            return work.session.scalar(query.where(ProcessInstance.case_id == self.case_id))

    def _has_ended(self) -> bool:
        return self._case().ended_at is not None

    def _case(self) -> Case:
        with self._house.engine.open_reading() as work:
            return work.session.get_one(Case, self.case_id)

    def _check(self) -> None:
        faults = faults_of(self._house.engine, self.case_id, self._house.people)
        if faults:
            raise WalkFailed("\n".join(faults))

    def _check_the_end(self) -> None:
        self._deeds.check_ended()
        self.story.step(expect={"ended": self._case().outcome})
        if faults := broken_chain(self._house.engine, self.case_id):
            raise WalkFailed("\n".join(faults))

    def _reached(self) -> set[str]:
        with self._house.engine.open_reading() as work:
            query = select(HistoryEvent).where(HistoryEvent.case_id == self.case_id)
            elements, _ = reached(list(work.session.scalars(query)))
        return elements
