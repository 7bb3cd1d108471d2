"""What the inbox says about itself, in sentences."""

from collections.abc import Mapping

from engine.english import listed
from engine.queries.worklist_counts import Count, TaskCounts
from engine.queries.worklist_filter import View
from engine.queries.worklist_order import Due
from engine.queries.worklist_walks import MOST_EXAMINED

VIEWS: Mapping[View, str] = {
    View.TEAM: "To do",
    View.MINE: "Mine",
    View.WAITING: "Waiting for others",
    View.DONE: "Done",
}
"""The views as links; `TEAM_DONE` is reached from `DONE`."""
PARTS: Mapping[Due, str] = {
    Due.DANGER: "Child in danger",
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Due today",
    Due.LATER: "Due later",
    Due.NONE: "No time limit",
}
DUE_CHOICES: Mapping[Due, str] = {
    Due.DANGER: "Child in danger",
    Due.OVERDUE: "Overdue",
    Due.TODAY: "Due today",
    Due.WEEK: "Due this week",
    Due.LATER: "Due after today",
    Due.NONE: "No time limit",
}
ABOUT: Mapping[View, str] = {
    View.TEAM: "What you can do, alone or as one of your team.",
    View.MINE: "What you are working on, and what is for you by name.",
    View.WAITING: "What others have to do now, in cases that you raised or did a step in.",
    View.DONE: "The steps that you did, the last first.",
    View.TEAM_DONE: "The steps that you or your colleagues did, the last first.",
}
NOTHING: Mapping[View, tuple[str, str]] = {
    View.TEAM: (
        "There is nothing for you to do at the moment.",
        "When a case needs you, it appears here, and you get an e-mail.",
    ),
    View.MINE: (
        "You are not working on anything at the moment.",
        "When you choose “I am on it” beside a task, it stands here, and your colleagues see it.",
    ),
    View.WAITING: (
        "Nothing waits for others at the moment.",
        "When you have raised a case or done a step, you see here who has it next, until when.",
    ),
    View.DONE: (
        "You have not done a step yet.",
        "Each step that you send appears here.",
    ),
    View.TEAM_DONE: (
        "Nobody of your team has done a step yet.",
        "Each step that you or a colleague with your role sends appears here.",
    ),
}
"""What an empty view says, and what would fill it."""


def summary_in_words(counts: TaskCounts) -> str:
    """Return one sentence for the top: how much there is, and how much of it presses."""
    if not counts.open:
        return NOTHING[View.TEAM][0]
    pressing = []
    if counts.danger:
        pressing.append(f"{much(counts.danger)} about a child in danger")
    if counts.overdue:
        pressing.append(f"{much(counts.overdue)} overdue")
    things = sentence_of(counts.open, "thing to do", "things to do")
    return f"{things}: {listed(pressing)}." if pressing else f"{things}. Nothing is overdue."


def results_in_words(count: Count, *, is_cut_off: bool) -> str:
    """Return how many tasks fit a filter."""
    if not is_cut_off:
        fits = sentence_of(count, "task fits", "tasks fit")
        return f"{fits} your filters." if count else "No task fits your filters."
    looked = f"Only the first {MOST_EXAMINED:,} tasks have been looked through"
    if not count:
        return f"{looked}. None of them fits your filters."
    return f"{looked}: {sentence_of(count, 'of them fits', 'of them fit')} your filters."


def much(count: Count) -> str:
    """Return “12”, or “more than 99” where no more were counted."""
    return f"more than {count.number}" if count.is_more else str(count.number)


def sentence_of(count: Count, one: str, many: str) -> str:
    """Return “1 task fits”, “12 tasks fit” or “More than 99 tasks fit”."""
    words = f"{much(count)} {one if str(count) == '1' else many}"
    return f"{words[0].upper()}{words[1:]}"
