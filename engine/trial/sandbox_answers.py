"""Which answers of a trial run a scenario has to write down: those that filling in would miss."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.runtime.task_forms import TaskForm
from engine.trial.filling import fill_in, with_people
from engine.trial.sandbox_expecting import in_london
from forms.fields.field import Field
from forms.suggestion import NoSuggestion
from forms.validation import validate_answers


@dataclass(frozen=True)
class WrittenAnswers:
    """What tells how answers are written in a scenario."""

    shown: TaskForm
    parties: Mapping[str, str]
    """The agencies of the sides: a scenario says them once, under `given`."""
    people: Mapping[str, str]
    """Ids of people in this store by how a scenario names them: `ROLE of AGENCY`."""
    always: frozenset[str]
    """Questions that are written in any case: the diagram asks about them."""

    def write(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answers that are to be written; filling in the rest gives all of them again.

        What was left empty, and would be filled in, is written as null.

        Raises:
            AnswersRefused: the form does not take these answers.
        """
        wanted = self._checked(answers)
        questions = self.shown.form.questions
        said = {
            key: self._in_words(field, wanted[key])
            for key, field in questions.items()
            if key in wanted and key not in self.parties and self._is_always_written(field)
        }
        for _ in questions:
            missed = self._first_missed(said, wanted)
            if missed is None:
                break
            answer = wanted.get(missed)
            said[missed] = None if answer is None else self._in_words(questions[missed], answer)
        return {key: said[key] for key in questions if key in said}

    def _is_always_written(self, field: Field) -> bool:
        return field.key in self.always or field.reference == "person"

    def _first_missed(self, said: Mapping[str, Any], wanted: Mapping[str, Any]) -> str | None:
        """Return a question that would get another answer, if there is one."""
        try:
            meant = with_people(self.shown, said, lambda who: self.people.get(who, who))
            filled = fill_in(self.shown, meant, self.parties)
        except NoSuggestion:
            filled = {}
        questions = self.shown.form.questions
        different = (key for key in questions if filled.get(key) != wanted.get(key))
        return next((key for key in different if key not in said), None)

    def _in_words(self, field: Field, answer: Any) -> Any:
        if field.reference == "person":
            names = {person_id: name for name, person_id in self.people.items()}
            return names.get(str(answer), answer)
        if field.type == "datetime" and field.with_time:
            return in_london(datetime.fromisoformat(str(answer))) or answer
        return answer

    def _checked(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        shown = self.shown
        return validate_answers(shown.form, answers, shown.context, shown.functions)
