"""Forms: which steps show which, which questions were added, dropped or moved to a new key."""

from collections.abc import Iterator

from engine.definitions.comparison import questions
from engine.definitions.comparison.difference import Change, Difference, Kind, Place
from engine.definitions.comparison.edition import Edition
from engine.definitions.comparison.item import Item
from engine.definitions.comparison.pair import CONSEQUENCE, WORDING, Pair
from engine.definitions.comparison.words import called, quoted, some_of
from engine.english import counted
from forms.definition import FormDefinition
from forms.fields.field import Field


def compare(pair: Pair) -> Iterator[Difference]:
    """Compare the forms of steps, and each form field by field."""
    for old, new in pair.nodes.pairs:
        yield from _form_of_step(pair, old, new)
    before, after = pair.old.subject.forms, pair.new.subject.forms
    refused = {**pair.old.subject.refused_forms, **pair.new.subject.refused_forms}
    for key in dict.fromkeys((*before, *after)):
        old_form, new_form = before.get(key), after.get(key)
        if old_form is not None and new_form is not None:
            yield from _both(pair, old_form, new_form)
        elif key not in refused:
            yield _one_sided(pair, old_form, new_form)


def _form_of_step(pair: Pair, old: Item, new: Item) -> Iterator[Difference]:
    before, after = old.facts.get("formKey", ""), new.facts.get("formKey", "")
    if before != after:
        values = (_titled(pair.old, before), _titled(pair.new, after))
        yield pair.spot(old, new).note(
            Kind.FORMS,
            "formKey",
            values,
            f"{called(new)} now shows {values[1]} (before: {values[0]})",
        )


def _titled(edition: Edition, key: str) -> str:
    form = edition.subject.forms.get(key)
    if not key:
        return "no form"
    return f"the form {quoted(form.title)} ({key})" if form else f"the form {key}"


def _one_sided(pair: Pair, old: FormDefinition | None, new: FormDefinition | None) -> Difference:
    form = new or old
    assert form is not None  # noqa: S101 - a form of neither version is not asked about
    labels = [field.label for field in form.questions.values()]
    asks = f"with {counted(len(labels), 'question')}: {some_of(map(quoted, labels))}"
    change = Change.ADDED if old is None else Change.REMOVED
    edition = pair.new if old is None else pair.old
    spot = pair.spot_elsewhere(
        Place("form", form.key, form.title),
        change,
        edition.clauses_of_question(form.key, "", ""),
        (form.key,),
    )
    if old is None:
        words = f"New form {quoted(form.title)} ({form.key}), {asks}"
        return spot.note(Kind.FORMS, "presence", ("", asks), words)
    words = f"The form {quoted(form.title)} ({form.key}) is gone, {asks}"
    return spot.note(Kind.FORMS, "presence", (asks, ""), words)


def _both(pair: Pair, old: FormDefinition, new: FormDefinition) -> Iterator[Difference]:
    if old.content_hash == new.content_hash:
        return
    spot = pair.spot_elsewhere(Place("form", new.key, new.title), Change.CHANGED, forms=(new.key,))
    if old.title != new.title:
        words = f"The form {quoted(old.title)} ({new.key}) is now called {quoted(new.title)}"
        yield spot.note(Kind.FORMS, "title", (old.title, new.title), words, WORDING)
    before, after = _by_key(old), _by_key(new)
    moved = _moved(before, after)
    yield from _came_and_went(pair, new, before, after, moved)
    for key, field in before.items():
        other = after.get(moved.get(key, key))
        if other is not None:
            yield from questions.compare(pair, new, field, other)
    yield from _homes(pair, old, new, moved)
    if _order(before, after) != _order(after, before):
        words = f"The form {quoted(new.title)} ({new.key}) asks in another order"
        yield spot.note(Kind.FORMS, "order", (_asked(old), _asked(new)), words, WORDING)


def _came_and_went(
    pair: Pair,
    form: FormDefinition,
    before: dict[str, Field],
    after: dict[str, Field],
    moved: dict[str, str],
) -> Iterator[Difference]:
    for key, field in before.items():
        if key not in after and key not in moved:
            yield _gone_or_new(pair, form, field, is_new=False)
    for key, field in after.items():
        if key not in before and key not in moved.values():
            yield _gone_or_new(pair, form, field, is_new=True)


def _by_key(form: FormDefinition) -> dict[str, Field]:
    """Return the fields by key; texts and groups, which have none, by id."""
    return {field.key or f"#{field.id}": field for field in form.all_fields()}


def _moved(before: dict[str, Field], after: dict[str, Field]) -> dict[str, str]:
    """Return the new key of questions that plainly are the same: type and words."""
    free = {
        (field.type, field.label.strip()): key
        for key, field in after.items()
        if key not in before and field.label.strip()
    }
    return {
        key: free.pop((field.type, field.label.strip()))
        for key, field in before.items()
        if key not in after and (field.type, field.label.strip()) in free
    }


def _homes(
    pair: Pair, old: FormDefinition, new: FormDefinition, moved: dict[str, str]
) -> Iterator[Difference]:
    """Compare the groups that questions stand in: a group may be left out as a whole."""
    before, after = _groups(old), _groups(new)
    fields = _by_key(new)
    for key, group in before.items():
        field, other = fields.get(moved.get(key, key)), after.get(moved.get(key, key))
        if field is None or _same_group(group, other):
            continue
        values = (_group_title(group), _group_title(other))
        is_hidden = any(one is not None and one.hide for one in (group, other))
        yield questions.spot_of(pair, new.key, field, field).note(
            Kind.FORMS,
            "group",
            values,
            f"In the form {quoted(new.title)} ({new.key}), {quoted(questions.label_of(field))} now "
            f"stands in {values[1]} (before: {values[0]})",
            CONSEQUENCE if is_hidden else WORDING,
        )


def _groups(form: FormDefinition) -> dict[str, Field | None]:
    """Return for each field, by its key or id, the group that it stands in."""
    found: dict[str, Field | None] = {f.key or f"#{f.id}": None for f in form.fields}
    for field in form.all_fields():
        found |= {child.key or f"#{child.id}": field for child in field.children}
    return found


def _same_group(old: Field | None, new: Field | None) -> bool:
    if old is None or new is None:
        return old is new
    return old.id == new.id or old.label == new.label


def _group_title(group: Field | None) -> str:
    return f"the group {quoted(questions.label_of(group))}" if group else "no group"


def _order(fields: dict[str, Field], others: dict[str, Field]) -> list[str]:
    return [key for key in fields if key in others]


def _asked(form: FormDefinition) -> str:
    return "; ".join(field.label for field in form.questions.values())


def _gone_or_new(pair: Pair, form: FormDefinition, field: Field, *, is_new: bool) -> Difference:
    edition = pair.new if is_new else pair.old
    spot = questions.spot_of(pair, form.key, *((None, field) if is_new else (field, None)))
    words = questions.whole(form.key, field, edition)
    values = ("", words) if is_new else (words, "")
    name = quoted(questions.label_of(field))
    at = f"The form {quoted(form.title)} ({form.key})"
    if field.takes_answer:
        verb = "now also asks" if is_new else "no longer asks"
        return spot.note(Kind.FORMS, "presence", values, f"{at} {verb} {name} ({words})")
    verb = "has a new" if is_new else "no longer has the"
    noun = "group" if field.type == "group" else "text"
    weight = CONSEQUENCE if field.hide or field.readonly else WORDING
    return spot.note(Kind.FORMS, "presence", values, f"{at} {verb} {noun} {name}", weight)
