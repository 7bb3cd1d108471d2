"""What the filters of an inbox offer."""

from engine.queries.worklist_choices import Choice, load_choices
from tests.support.case_rows import without_groups
from tests.support.directory import demo_actor


def _choices(rows, actor):
    with rows.engine.open_reading() as work:
        return load_choices(rows.engine, work, actor)


def test_filters_offer_what_belongs_to_the_readers_partnerships(rows):
    choices = _choices(rows, demo_actor(rows.engine, "line-manager", "reading-school"))
    assert choices.stages == (Choice("S1", "Line managers"),)
    assert [area.name for area in choices.areas] == ["Bracknell Forest (demo)", "Reading (demo)"]
    names = [agency.name for agency in choices.agencies]
    assert names == sorted(names)
    assert "Reading Council" in names
    assert not any("Barnsley" in name for name in names)


def test_whoever_belongs_to_no_agency_is_offered_nothing(rows):
    actor = without_groups(demo_actor(rows.engine, "line-manager", "reading-school"))
    choices = _choices(rows, actor)
    assert (choices.stages, choices.areas, choices.agencies) == ((), (), ())
